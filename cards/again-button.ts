// The button that begins a request anew, with what the one on the card had.
import { asIs, plainText, say } from './escape.ts';
import type { CardJson } from './render.ts';

/**
 * What is asked for then is read from the books, never from the button.
 * @param offer the source that the new form will have in place of the one that was refused
 */
export const againButton = (requestId: string, offer?: string): CardJson => ({
  type: 'Action.Execute',
  title: offer === undefined ? say`Ask again` : say`Ask again with ${asIs(plainText(offer, 40))}`,
  verb: 'again',
  associatedInputs: 'none',
  data: { request: requestId },
});

/** The `actions` of a card that has this button only. */
export const againPart = (requestId: string, offer?: string): CardJson => ({
  actions: [againButton(requestId, offer)],
});
