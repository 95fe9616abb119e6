// Pieces that notices share. All results are escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Notice } from '../src/domain/debt.ts';
import type { BreakGlassGrounds } from '../src/domain/grounds.ts';
import type { Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { personText, placeText, timeText } from './grant-words.ts';
import { portText } from './port-words.ts';
import { whenText } from './when.ts';

/** Which, counted from 0, a notice such as `overdue/2` is. */
export const numberOf = (notice: Notice): number => Number(notice.split('/')[1]);

/** Where, which port, from where, who, until when. The day is always said: it is read hours later. */
export function grantLine(
  request: AccessRequest & { readonly terms: Terms },
  endsAt: Instant | undefined,
): string {
  const access = asIs(accessText(request.terms));
  const who = asIs(personText(request.requester));
  if (endsAt === undefined) return say`${access}, ${who}.`;
  const end = asIs(whenText(endsAt, request.reader));
  return request.state === 'closed'
    ? say`${access}, ${who}, ended at ${end}.`
    : say`${access}, ${who}, ends at ${end}.`;
}

/** `web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7`. */
export const accessText = ({ machine, port, source }: Terms): string =>
  say`${machine.name} (${asIs(placeText(machine))}) port ${portText(port)} from ${source}`;

/** Who broke glass for what, when and why. */
export function brokenText(request: AccessRequest, terms: Terms, { rule, since }: BreakGlassGrounds): string {
  const { reader, requester } = request;
  const reason =
    terms.reason.trim() === '' ? say`none given` : say`“${asIs(escapeMarkdown(terms.reason, 500))}”`;
  return say`${asIs(personText(requester))} broke glass at ${asIs(whenText(since, reader))} for ${asIs(accessText(terms))}, ${asIs(timeText(terms.time, reader))}, rule ${rule}. Nobody approved it. Reason: ${asIs(reason)}.`;
}

/** @throws Error always: words must never be invented. */
export function notOwed(request: AccessRequest, notice: Notice): never {
  throw new Error(`a ${request.state} request owes no notice of this kind, but ${notice} was asked for`);
}
