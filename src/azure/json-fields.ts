// Objects in JSON that is passed on untouched: a schema would hand out a copy, without what it does not know or in another order.

export type Fields = Readonly<Record<string, unknown>>;

/** Whether it is an object, and no list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value in a list, or an empty list where it is no object. */
export const fieldsIn = (value: unknown): readonly Fields[] => (isFields(value) ? [value] : []);

/** All fields of all of them; the first one that has a field says what it is. */
export const firstOf = (objects: readonly Fields[]): Fields =>
  Object.fromEntries(objects.toReversed().flatMap((one) => Object.entries(one)));
