// Which view of a request its cards should show now: a key that changes when they have to be drawn again.
import {
  type AccessRequest,
  type Closing,
  type Open,
  type Opening,
  type Pending,
  sentOf,
} from './access-request.ts';
import { debtKey, type Notice } from './debt.ts';
import type { Pace } from './pace.ts';
import type { Sight } from './sight.ts';
import type { Instant } from './time.ts';

/** When an opening counts as late: the time allowed since Azure was first asked is over. */
export const lateAt = (request: Opening, pace: Pace): Instant =>
  request.attempts[0].sentAt + pace.openTimeout * 1000;

/** When a closing counts as overdue. */
export const overdueAt = (request: Closing, pace: Pace): Instant => request.endsAt + pace.closeGrace * 1000;

/** The key of the view a request's card should show now; a different key means the card is to be drawn again. */
export function viewOf(request: AccessRequest, now: Instant, pace: Pace): string {
  const grounds = sentOf(request)?.grounds;
  const reviewed = grounds?.kind === 'break-glass' && grounds.review !== undefined ? '/reviewed' : '';
  return `${viewOfState(request, now, pace)}${reviewed}`;
}

function viewOfState(request: AccessRequest, now: Instant, pace: Pace): string {
  if (request.state === 'draft') return `draft/${request.round}`;
  if (request.state === 'pending') return ['pending', ...agreement(request), ...unasked(request)].join('/');
  if (request.state === 'opening' && now >= lateAt(request, pace))
    return `opening/late/${lateness(request, 'late')}`;
  if (request.state === 'closing' && now >= overdueAt(request, pace))
    return `closing/overdue/${lateness(request, 'overdue/0')}`;
  if (request.state === 'open') return ['open', ...openParts(request)].join('/');
  if (request.state === 'approved' && request.signIn !== undefined) return 'approved/sign-in';
  return request.state;
}

/** What an open card says besides being open. */
function openParts({ done, extension, extends: before, lost, sight }: Open): readonly string[] {
  return [
    // It may be the rule of the grant before at first, which goes at that one's end.
    ...(before === undefined ? [] : ['by', sight.rule.name]),
    ...(done === undefined ? [] : ['done', done.kept?.why ?? 'deleting']),
    ...(extension === undefined ? [] : ['extending']),
    ...(lost?.sure ? ['lost', lost.sight.kind, ...ruleNameIn(lost.sight)] : []),
  ];
}

/**
 * The key of the view that the approvers' cards should show now. `undefined`: nobody is to decide or review.
 * `pending/1/escalated`, `approved`, `denied`, `withdrawn`, `lapsed`, `refused`, `review`, `reviewed`.
 */
export function decisionViewOf(request: AccessRequest, now: Instant): string | undefined {
  const grounds = sentOf(request)?.grounds;
  if (grounds?.kind === 'break-glass') return grounds.review === undefined ? 'review' : 'reviewed';
  if (grounds?.kind !== 'approval') return undefined;
  switch (request.state) {
    case 'pending': {
      const escalated = isEscalated(request, now) ? ['escalated'] : [];
      return ['pending', ...agreement(request), ...escalated].join('/');
    }
    case 'denied':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
      return request.state;
    default:
      return 'approved';
  }
}

/** How many have agreed and when the last did: one may agree to less later, or take another's place. */
const agreement = ({ grounds: { approvals } }: Pending): readonly number[] =>
  approvals.length === 0 ? [0] : [approvals.length, Math.max(...approvals.map(({ at }) => at))];

/** Whether those to whom the rule escalates may decide by now. */
export const isEscalated = ({ grounds: { asking } }: Pending, now: Instant): boolean =>
  asking.escalate !== undefined && now >= asking.escalate.at;

/** The channels that still ask and could not be written to for good. */
export const unasked = (request: AccessRequest): readonly string[] =>
  request.decisionCards.some(({ why, former }) => why !== undefined && former === undefined)
    ? ['unasked']
    : [];

/** What a late card says besides being late: what was seen, and whether on-call has heard of it. */
function lateness({ sight, told }: Opening | Closing, notice: Notice): string {
  const heard = told[debtKey({ kind: 'tell', notice, to: 'on-call' })] === undefined ? 'untold' : 'told';
  return [sight?.kind ?? 'not-seen', ...(sight === undefined ? [] : ruleNameIn(sight)), heard].join('/');
}

const ruleNameIn = (sight: Sight): readonly string[] =>
  'rule' in sight && sight.rule !== undefined ? [sight.rule.name] : [];
