// Reads the bot's answer to a click on a card, as Teams does.
import { z } from 'zod';
import type { BotAnswer } from './bot-line.ts';
import type { CardJson } from './message.ts';

/** What the clicker gets to see. */
export type ActOutcome =
  | { readonly kind: 'card'; readonly card: CardJson }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'error'; readonly code: string; readonly text: string }
  | { readonly kind: 'unreachable' };

// Types and fields: "Universal Actions for Adaptive Cards", response format (learn.microsoft.com, adaptiveCard/action).
const answerSchema = z.discriminatedUnion('type', [
  z.object({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.card.adaptive'),
    value: z.looseObject({ type: z.literal('AdaptiveCard') }),
  }),
  z.object({
    statusCode: z.literal(200),
    type: z.literal('application/vnd.microsoft.activity.message'),
    value: z.string(),
  }),
  z.object({
    statusCode: z.int().min(400).max(599),
    type: z.literal('application/vnd.microsoft.error'),
    value: z.object({ code: z.string(), message: z.string() }),
  }),
]);

/** No answer, an empty one or one of another shape is what Teams calls "Unable to reach app". */
export const outcomeOf = (answer: BotAnswer): ActOutcome => {
  const parsed = answerSchema.safeParse(answer?.body);
  if (!parsed.success) return { kind: 'unreachable' };
  const { data } = parsed;
  switch (data.type) {
    case 'application/vnd.microsoft.card.adaptive':
      return { kind: 'card', card: data.value };
    case 'application/vnd.microsoft.activity.message':
      return { kind: 'message', text: data.value };
    case 'application/vnd.microsoft.error':
      return { kind: 'error', code: data.value.code, text: data.value.message };
  }
};
