// One request in a list: what it is, until when, and what its reader may do with it now.
import { type AccessRequest, sentOf } from '../src/domain/access-request.ts';
import type { Instant, Seconds } from '../src/domain/time.ts';
import { approvalsText, approvedByFacts, stillNeeded } from './approval-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { meanwhileLines } from './extension-words.ts';
import { doneTitle } from './grant-buttons.ts';
import { lastEnd, nameText, personText, placeText, targetText } from './grant-words.ts';
import { earlyLines, lifeLines } from './life-words.ts';
import type { Block, VerbButton } from './list-card.ts';
import { inARow } from './list-words.ts';
import { portText } from './port-words.ts';
import { notShutSentence, whyNotOpen } from './sight-words.ts';
import { type Status, statusOf } from './status.ts';
import { type Reader, whenText } from './when.ts';

/** What the reader may do with a request. The server asks again at the click. */
export type May =
  /** It is theirs; `extensions`: by how many seconds it could be extended. */
  | { readonly kind: 'own'; readonly extensions: readonly Seconds[] }
  /** They may end it for its requester. */
  | { readonly kind: 'end' }
  | { readonly kind: 'look' };

/** One of the requests of a list, and the view it has now (from `viewOf`). */
export interface Listed {
  readonly request: AccessRequest;
  readonly key: string;
  readonly may: May;
}

/** How the reader of a list reads it. */
export interface ListReader {
  readonly reader: Reader;
  readonly now: Instant;
  /** `others`: whose it is, and why they have it, is said as well. */
  readonly telling: 'requester' | 'others';
}

export function grantBlock({ request, key, may }: Listed, how: ListReader): Block {
  const status = statusOf(request, key);
  const terms = sentOf(request)?.terms;
  const when = whenLine(request, how);
  const who = how.telling === 'others' ? [personText(request.requester)] : [];
  const { verbs, extensions } = buttonsOf(request, may);
  const target = terms === undefined ? formName(request) : targetText(terms);
  return {
    request: request.id,
    status,
    name: terms === undefined ? formName(request) : escapeMarkdown(terms.machine.name),
    place: terms === undefined ? '' : placeText(terms.machine),
    target,
    lines: [
      ...who,
      ...(terms === undefined
        ? [when]
        : [say`port ${portText(terms.port)} from ${terms.source}, ${asIs(when)}`]),
      ...(how.telling === 'others' ? whyLines(request, how) : []),
      ...troubleLines(request, status, how),
    ],
    verbs,
    extensions,
    line: inARow([target, ...who, when]),
  };
}

/** The most important first: what should be shut, what runs, what waits, what was not sent. Else the order given. */
export function byUrgency(listed: readonly Listed[]): readonly Listed[] {
  return listed.toSorted((one, other) => urgency(one) - urgency(other));
}

function urgency({ request, key }: Listed): number {
  if (statusOf(request, key) === 'overdue') return 0;
  if (request.state === 'draft') return 3;
  return request.state === 'pending' ? 2 : 1;
}

const formName = (request: AccessRequest): string =>
  request.state === 'draft' && request.asking.kind === 'form'
    ? say`A form for ${request.asking.machine.name}`
    : say`A form`;

function whenLine(request: AccessRequest, { reader, now }: ListReader): string {
  const at = (instant: Instant) => asIs(whenText(instant, reader, now));
  switch (request.state) {
    case 'draft':
      return say`from ${at(request.askedAt)}`;
    case 'pending':
      return say`waiting for ${asIs(approvalsText(stillNeeded(request.grounds)))}, asked at ${at(request.askedAt)}`;
    case 'approved':
      return say`asked at ${at(request.askedAt)}`;
    case 'opening':
      return say`ends at ${at(lastEnd(request))}`;
    case 'open':
      return say`ends at ${at(request.endsAt)}`;
    case 'closing':
    case 'closed':
      return say`ended at ${at(request.endsAt)}`;
    case 'superseded':
      return say`extended until ${at(request.by.endsAt)}`;
    case 'denied':
      return say`denied by ${asIs(nameText(request.by))} at ${at(request.at)}`;
    case 'failed':
      return say`failed at ${at(request.at)}`;
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return say`asked at ${at(request.askedAt)}`;
  }
}

/** By which rule they have it, and who agreed. */
function whyLines(request: AccessRequest, { reader, now }: ListReader): readonly string[] {
  if (!('grounds' in request) || request.state === 'pending') return [];
  return approvedByFacts(request.grounds, { reader, askedAt: now }).map(
    ([title, value]) => say`${asIs(title)}: ${asIs(value)}`,
  );
}

function troubleLines(
  request: AccessRequest,
  status: Status,
  { reader, now, telling }: ListReader,
): readonly string[] {
  switch (request.state) {
    case 'pending':
    case 'approved':
      return meanwhileLines(request, now);
    case 'opening':
      return [...(status === 'late' ? [whyNotOpen(request)] : []), ...meanwhileLines(request, now)];
    case 'open':
      return lifeLines(request, reader, now, telling);
    case 'closing':
      return [
        ...earlyLines(request, reader, now, telling, 'ended'),
        ...(status === 'overdue' ? [notShutSentence(request.sight)] : []),
      ];
    case 'draft':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
    case 'closed':
    case 'superseded':
    case 'failed':
      return [];
  }
}

const none = { verbs: [], extensions: [] };

function buttonsOf(
  request: AccessRequest,
  may: May,
): { readonly verbs: readonly VerbButton[]; readonly extensions: readonly Seconds[] } {
  switch (may.kind) {
    case 'look':
      return none;
    case 'end':
      return request.state === 'open' && request.done === undefined
        ? { verbs: [{ title: say`End now`, verb: 'end', style: 'destructive' }], extensions: [] }
        : none;
    case 'own':
      if (request.state === 'draft')
        return { verbs: [{ title: say`Cancel`, verb: 'cancel' }], extensions: [] };
      if (request.state === 'pending')
        return { verbs: [{ title: say`Withdraw`, verb: 'withdraw' }], extensions: [] };
      return request.state === 'open' && request.done === undefined
        ? { verbs: [{ title: doneTitle(), verb: 'done' }], extensions: may.extensions }
        : none;
  }
}
