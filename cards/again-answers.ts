// What is said to a click on "Ask again". All escaped Markdown.

import type { AccessRequest } from '../src/domain/access-request.ts';
import { asIs, say } from './escape.ts';
import { askerText } from './grant-words.ts';

/** The new form is a card of its own in the same conversation. */
export const askedAgainAnswer = (): string =>
  say`A new card comes below, filled in as before. Nothing is opened until you send it.`;

/** For everybody but the one who asked. */
export const notYoursToAskAgainAnswer = (request: AccessRequest): string =>
  say`Only ${asIs(askerText(request))} can ask for this again. Write to me what you need yourself.`;
