// Answers to clicks on a card that no longer asks for anything, or that belongs to somebody else.
import type { AccessRequest, Closed } from '../src/domain/access-request.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { failureSentence } from './failure-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { remainsSentence } from './sight-words.ts';
import { when, whenText } from './when.ts';

/** What became of a request, for its requester who clicked a second time. Escaped Markdown. */
export function staleAnswer(request: AccessRequest, now: Instant): string {
  const at = (instant: Instant) => asIs(whenText(instant, request.reader, now));
  const asked = asIs(say`Already requested by you at ${at(request.askedAt)}`);
  // Where a second time follows, the zone is said once, at the end.
  const first = asIs(`Already requested by you at ${when(request.askedAt, request.reader, now).time}`);
  switch (request.state) {
    case 'draft':
      return 'This form has changed meanwhile. Use the card as it is now.';
    case 'approved':
      return say`${asked}; Azure is being asked.`;
    case 'opening':
      return say`${asked}; Azure was asked, and I look until the port is open.`;
    case 'open':
      return say`${first}; it is open until ${at(request.endsAt)}.`;
    case 'closing':
      return say`${first}; it ended at ${at(request.endsAt)}, and I look until the port is shut.`;
    case 'closed':
      if (request.remains !== undefined)
        return say`${asked}. ${asIs(remainsSentence(request.remains, request.reader, now))}`;
      return say`${first}; it was ${seenText(request)} at ${at(request.closedAt)}. To get in, ask again.`;
    case 'withdrawn':
      return say`You cancelled this at ${at(request.at)}. To get in, ask again.`;
    case 'lapsed':
      return say`This form was not sent in time and lapsed at ${at(request.at)}. To get in, ask again.`;
    case 'refused':
      return say`This was refused at ${at(request.at)}. ${asIs(request.refusals.map(refusalSentence).join(' '))}`;
    case 'failed':
      return say`${asked}, and it failed. ${asIs(failureSentence(request.failure))}`;
  }
}

/** For everybody else who clicks a form. Escaped Markdown. */
export const notYoursAnswer = (request: AccessRequest): string =>
  say`Only ${request.requester.name.trim() === '' ? 'the person who asked' : request.requester.name} can send this request.`;

const seenText = (request: Closed): string =>
  request.openedAt === undefined ? 'never seen open, and seen shut' : 'seen shut';
