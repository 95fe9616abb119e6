// Text that PostgreSQL can keep: it refuses NUL and half surrogate pairs, and people can type (or forge) both.

/** `text` with what PostgreSQL cannot store replaced by U+FFFD. Use it for lookups too, so that both sides agree. */
export const storableText = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** `value` as JSON for a jsonb parameter. */
export const storableJson = (value: unknown): string => {
  const json = JSON.stringify(value);
  if (!escapesUnstorable.test(json)) return json;
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storableText(part) : part,
  );
};

/** JSON writes NUL and half surrogate pairs as escapes. Hardly any text has one, and looking at each part takes long. */
const escapesUnstorable = /\\u(?:0000|d[89a-f])/;
