// Answers to card actions, in the shape Teams wants. The answer changes only what the person who clicked sees.
import { ActivityTypes, type InvokeResponse, type TurnContext } from 'botbuilder';
import type { CardJson } from '../access/chat-ports.ts';

// Shapes: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format
// The HTTP status stays 200 in each: with any other Teams shows its own text and not ours.

/** Shows `card` in place of the one that was clicked. */
export const cardAnswer = (card: CardJson): InvokeResponse => ({
  status: 200,
  body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
});

/** Shows one line below the card, which stays as it is; as plain text, so marks of code and of bold are taken out. */
export const messageAnswer = (text: string): InvokeResponse => ({
  status: 200,
  body: {
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value: text.replace(/`|\*\*/g, ''),
  },
});

/**
 * Says that the click came to nothing. `message` is our own sentence.
 * @param code `BadRequest`: the click made no sense; `InternalServerError`: trying again may help
 */
export const errorAnswer = (code: 'BadRequest' | 'InternalServerError', message: string): InvokeResponse => ({
  status: 200,
  body: {
    statusCode: code === 'BadRequest' ? 400 : 500,
    type: 'application/vnd.microsoft.error',
    value: { code, message },
  },
});

/** Makes `answer` the HTTP answer of this turn's invoke. */
export async function answerInvoke(context: TurnContext, answer: InvokeResponse): Promise<void> {
  await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: answer });
}
