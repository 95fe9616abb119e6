// Pieces that the cards of agreed and of waiting requests share.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';
import { sourceText } from './address-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { extendsFacts } from './extension-words.ts';
import { nameText, targetText, timeText } from './grant-words.ts';
import { portText } from './port-words.ts';
import { type Status, statusLooks } from './status.ts';
import type { Pair } from './status-card.ts';
import { when } from './when.ts';

/** Status, machine and the line for notifications. */
export const about = ({ terms }: { readonly terms: Terms }, status: Status) => ({
  status,
  terms,
  summary: say`${statusLooks[status].word}: ${asIs(targetText(terms))}`,
});

export const port = (terms: Terms): Pair => [say`Port`, portText(terms.port)];

/** A time to be seen at a glance: the zone goes into the label. @param label of the language that is spoken */
export function clock(label: string, { reader, askedAt }: AccessRequest, at: Instant): Pair {
  const { time, zone } = when(at, reader, askedAt);
  return [say`${asIs(label)} (${asIs(zone)})`, time];
}

/** The time asked for, or agreed on, at a glance. */
export const wishedTime = (request: AccessRequest, { time }: Terms): Pair =>
  time.kind === 'until'
    ? clock(say`Until`, request, time.at)
    : [say`Time`, timeText(time, request.reader, request.askedAt)];

/** Source and reason. `forApprovers`: also that the source was typed. */
export function facts(terms: Terms, request: AccessRequest, forApprovers = false): readonly Pair[] {
  const reason: readonly Pair[] =
    terms.reason.trim() === '' ? [] : [[say`Reason`, escapeMarkdown(terms.reason, 500)]];
  return [[say`Source`, sourceText(terms, request, forApprovers)], ...reason];
}

/** Who asks (the name as Teams gives it proves nothing, the id does), for more time or anew, from where and why. */
export const askedFacts = (request: AccessRequest, terms: Terms, forApprovers = true): readonly Pair[] => [
  [say`Who asks`, nameText(request.requester)],
  [say`Directory id`, escapeMarkdown(request.requester.id)],
  ...extendsFacts(request, request.askedAt),
  ...facts(terms, request, forApprovers),
];
