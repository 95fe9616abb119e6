// The approvers' card once nobody is asked any more: who decided, when, and why.
import type { AccessRequest, Sent } from '../src/domain/access-request.ts';
import type { ApprovalGrounds } from '../src/domain/grounds.ts';
import { approvalSentences, endedFacts, waivedText } from './approval-words.ts';
import { about, askedFacts, port, wishedTime } from './card-parts.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { personText } from './grant-words.ts';
import { sentenceOf } from './list-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { goneSentence } from './refused-words.ts';
import type { Status } from './status.ts';
import { type Drawn, type Pair, statusCard } from './status-card.ts';
import { whenText } from './when.ts';

/** A request that was sent to approvers and waits no longer. */
type Decided = Exclude<AccessRequest, { readonly state: 'pending' }>;

export function decidedCard(request: Decided, { terms, grounds }: Sent): Drawn {
  const status = statusFor(request);
  const why: readonly Pair[] =
    request.state === 'denied' && request.reason.trim() !== ''
      ? [[say`Denied because`, escapeMarkdown(request.reason, 500)]]
      : [];
  const rule: readonly Pair[] =
    status === 'approved' ? [[say`Policy rule`, escapeMarkdown(grounds.rule)]] : endedFacts(grounds, request);
  return statusCard({
    ...about({ terms }, status),
    glance: [port(terms), wishedTime(request, terms)],
    lines: decisionLines(request, grounds),
    facts: [...why, ...askedFacts(request, terms), ...rule],
    notes:
      status === 'approved'
        ? [say`This is what was decided. “status” and “who has access” tell what is open now.`]
        : [],
  });
}

function statusFor(request: Decided): Status {
  switch (request.state) {
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return request.state;
    case 'draft':
    case 'approved':
    case 'opening':
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
    case 'failed':
      return 'approved';
  }
}

function decisionLines(request: Decided, grounds: ApprovalGrounds): readonly string[] {
  const { reader, askedAt } = request;
  switch (request.state) {
    case 'denied':
      return [
        say`${asIs(personText(request.by))} denied it at ${asIs(whenText(request.at, reader, askedAt))}.`,
      ];
    case 'withdrawn':
      return [
        say`${asIs(personText(request.requester))} withdrew it at ${asIs(whenText(request.at, reader, askedAt))}.`,
      ];
    case 'lapsed':
      return [say`Nobody decided in time.`];
    case 'refused':
      return [goneSentence(request.refusals), ...request.refusals.map(refusalSentence)];
    case 'draft':
    case 'approved':
    case 'opening':
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
    case 'failed':
      return [
        ...approvalSentences(grounds, reader, askedAt),
        ...(grounds.waivedBy === undefined ? [] : [sentenceOf(waivedText(grounds.waivedBy))]),
      ];
  }
}
