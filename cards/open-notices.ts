// Notices about a grant while it is open: ready, extended, lost, kept. All results are escaped Markdown.
import type { Kept, Lost, Open } from '../src/domain/access-request.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say, sentence } from './escape.ts';
import { addressOf, targetText } from './grant-words.ts';
import { notOpenSentence } from './sight-words.ts';
import { type Reader, whenText } from './when.ts';

/** That the port was seen open; of an extension, that it stays so. */
export function readyText(request: Open): string {
  const end = asIs(whenText(request.endsAt, request.reader, request.openedAt));
  const target = asIs(targetText(request.terms));
  const { port, source } = request.terms;
  if (request.extends !== undefined) return say`**Extended:** ${target} is open for ${source} until ${end}.`;
  return say`**Ready:** ${target} is open for ${source} until ${end}. Connect to ${addressOf(request)}:${port}.`;
}

/** That it ends soon: what notifications and clients without cards show of the warning. */
export function endingText({ terms, reader, endsAt, openedAt }: Open): string {
  const end = asIs(whenText(endsAt, reader, openedAt));
  return say`**Ends soon:** ${asIs(targetText(terms))} ends at ${end}.`;
}

/** That it is not open any more, or that this cannot be told. */
export function lostText({ terms, reader, endsAt }: Open, sight: Lost): string {
  const what = asIs(targetText(terms));
  const end = asIs(whenText(endsAt, reader));
  return say`**${lostWord(sight)}:** ${what}, which was to be open until ${end}. ${asIs(notOpenSentence(sight))} I keep looking.`;
}

/** In two or three words, what a loss that is sure means. */
export const lostWord = (sight: Lost): string =>
  sight.kind === 'unknown' ? 'Cannot be told any more' : 'Not open any more';

/** That they are done, and it stays open all the same. */
export function keptText({ terms, reader, endsAt, done }: Open, kept: Kept): string {
  return say`**Still open:** ${asIs(targetText(terms))}. ${asIs(keptSentence(kept, endsAt, reader, done?.at))}`;
}

/** Why a port stays open although its requester is done, and until when. */
export function keptSentence(kept: Kept, endsAt: Instant, reader: Reader, today?: Instant): string {
  const end = asIs(whenText(endsAt, reader, today));
  switch (kept.why) {
    case 'not-set':
      return say`I am not set up to close it early, so Azure closes it at ${end}.`;
    case 'shared':
      return say`Another grant from the same source needs it until ${asIs(whenText(kept.until, reader, today))}, so I left its rule alone; yours ends at ${end}.`;
    case 'fault':
      return say`I could not close it early: ${asIs(sentence(kept.message))} Azure closes it at ${end}.`;
  }
}
