// What is said to a click on "Ask again". All escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import { plainText } from './escape.ts';
import { nameText } from './grant-words.ts';

/** The new form is a card of its own in the same conversation. */
export const askedAgainAnswer = (): string =>
  'A new card comes below, filled in as before. Nothing is opened until you send it.';

/** For everybody but the one who asked. */
export const notYoursToAskAgainAnswer = ({ requester }: AccessRequest): string =>
  `Only ${plainText(requester.name) === '' ? 'the person who asked' : nameText(requester)} can ask for this again. Write to me what you need yourself.`;
