// Reads the parts of an Adaptive Card that the chat itself acts on: its buttons, inputs and refresh.
import { z } from 'zod';
import type { CardAction } from './activity-to-bot.ts';
import type { CardJson } from './message.ts';

const data = z.record(z.string(), z.unknown());

const executeSchema = z.object({
  type: z.literal('Action.Execute'),
  title: z.string().optional(),
  id: z.string().optional(),
  verb: z.string().optional(),
  data: data.default({}),
  associatedInputs: z.string().default('auto'),
});

const inputSchema = z.object({
  type: z.string().startsWith('Input.'),
  id: z.string(),
  value: z.coerce.string().default(''),
  isRequired: z.boolean().default(false),
});

const refreshSchema = z.object({ action: executeSchema, userIds: z.array(z.string()).default([]) });

/** Every object in the card, its own nested ones included; of cards that open on a button only those `opened` says. */
const partsOf = function* (value: unknown, opened: (shown: object) => boolean): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  if ('type' in value && value.type === 'Action.ShowCard' && !opened(value)) return;
  yield value;
  for (const part of Object.values(value)) yield* partsOf(part, opened);
};

const allOf = <T>(card: object, schema: z.ZodType<T>, opened: (shown: object) => boolean = () => true): T[] =>
  [...partsOf(card, opened)].flatMap((part) => {
    const parsed = schema.safeParse(part);
    return parsed.success ? [parsed.data] : [];
  });

/**
 * The button with this title pressed, with what was typed into the inputs (others keep what the card put there).
 * Empty inputs are left out, as Microsoft's renderer does.
 * @throws Error where there is no such button, or a required input is empty.
 */
export const pressed = (
  card: CardJson,
  title: string,
  typed: Readonly<Record<string, string>>,
): CardAction => {
  const buttons = allOf(card, executeSchema).filter((one) => one.title !== undefined);
  const button = buttons.find((one) => one.title === title);
  if (!button)
    throw new Error(
      `The card has no button "${title}"; it has: ${buttons.map((one) => one.title).join(', ')}.`,
    );
  const action = { verb: button.verb, id: button.id };
  if (button.associatedInputs === 'none') return { ...action, data: button.data };

  // A button takes along the inputs of its own card and of those around it, not those of a card beside it.
  const holdsIt = (shown: object): boolean => allOf(shown, executeSchema).some((one) => one.title === title);
  const inputs = allOf(card, inputSchema, holdsIt).map((input) => ({
    ...input,
    value: typed[input.id] ?? input.value,
  }));
  const missing = inputs.find((input) => input.isRequired && input.value === '');
  if (missing) throw new Error(`The card does not let go without "${missing.id}".`);
  const values = inputs.filter((input) => input.value !== '').map(({ id, value }) => [id, value]);
  return { ...action, data: { ...button.data, ...Object.fromEntries(values) } };
};

/** What the card asks clients to fetch by themselves, and for whom (`29:` ids, 60 at most). */
export const refreshOf = (
  card: CardJson,
): { readonly action: CardAction; readonly teamsIds: readonly string[] } | undefined => {
  const parsed = refreshSchema.safeParse(card.refresh);
  if (!parsed.success) return undefined;
  const { verb, id, data } = parsed.data.action;
  return { action: { verb, id, data }, teamsIds: parsed.data.userIds.slice(0, 60) };
};
