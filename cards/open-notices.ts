// Notices to the requester about a grant while it is open: ready, extended, lost, kept. All results are escaped Markdown.
import type { Open } from '../src/domain/access-request.ts';
import type { Kept } from '../src/domain/early-end.ts';
import type { Lost } from '../src/domain/sight.ts';
import { asIs, say } from './escape.ts';
import { addressOf, targetText } from './grant-words.ts';
import { keptSentence } from './life-words.ts';
import { lostSentence } from './sight-words.ts';
import { lostStatus, statusLooks } from './status.ts';
import { whenText } from './when.ts';

/** That the port was seen open; of an extension, that it stays so. */
export function readyText(request: Open): string {
  const end = asIs(whenText(request.endsAt, request.reader, request.openedAt));
  const target = asIs(targetText(request.terms));
  const { port, source } = request.terms;
  if (request.extends !== undefined)
    return say`**${statusLooks.extended.word}:** ${target} is open for ${source} until ${end}.`;
  return say`**${statusLooks.ready.word}:** ${target} is open for ${source} until ${end}. Connect to ${addressOf(request)}:${port}.`;
}

/** That it ends soon: what notifications and clients without cards show of the warning. */
export function endingText({ terms, reader, endsAt, openedAt }: Open): string {
  const end = asIs(whenText(endsAt, reader, openedAt));
  return say`**${statusLooks['ends-soon'].word}:** ${asIs(targetText(terms))} ends at ${end}.`;
}

/** That it is not open any more, or that this cannot be told. */
export function lostText({ terms, reader, endsAt }: Open, sight: Lost): string {
  const end = asIs(whenText(endsAt, reader));
  return say`**${statusLooks[lostStatus(sight)].word}:** ${asIs(targetText(terms))}, which was to be open until ${end}. ${asIs(lostSentence(sight))} I keep looking.`;
}

/** That somebody is done with it, and it stays open all the same. */
export function keptText({ terms, reader, endsAt, done }: Open, kept: Kept): string {
  return say`**${statusLooks.kept.word}:** ${asIs(targetText(terms))}. ${asIs(keptSentence(kept, endsAt, reader, done?.at))}`;
}
