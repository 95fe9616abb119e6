// What a save of a request was about, read off what it wrote: each transition is counted by the process that committed it.
import { type AccessRequest, sentOf } from '../domain/access-request.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Debt } from '../domain/debt.ts';
import { noticeDue, noticeIn } from '../domain/notice-due.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Happening, Outcome } from './happenings.ts';

/** @param request as it was saved, with what the trail was told of it */
export const happeningsOf = (
  request: AccessRequest,
  entries: readonly AuditEntry[],
  pace: Pace,
): readonly Happening[] => entries.flatMap((entry) => happeningsIn(request, entry, pace));

function happeningsIn(request: AccessRequest, entry: AuditEntry, pace: Pace): readonly Happening[] {
  const outcome = outcomeIn(request, entry.kind);
  const ended: readonly Happening[] = outcome === undefined ? [] : [{ what: 'ended', outcome }];
  switch (entry.kind) {
    case 'asked':
      return [...ended, { what: 'asked', how: entry.facts.again === undefined ? 'sentence' : 'again' }];
    case 'extension-asked':
      return [{ what: 'asked', how: 'extension' }];
    case 'requested': {
      const grounds = sentOf(request)?.grounds.kind;
      return grounds === undefined ? [] : [{ what: 'requested', grounds }];
    }
    case 'closed':
      return request.state === 'closed' && outcome === 'closed' && request.openedAt !== undefined
        ? [...ended, { what: 'shut', seconds: secondsBetween(request.endsAt, request.closedAt) }]
        : ended;
    case 'lost':
      return [{ what: 'lost' }];
    case 'setback':
      return [{ what: 'setback', debt: debtKindOf(String(entry.facts.debt)) }];
    case 'told':
      return toldIn(request, entry, pace);
    default:
      return ended;
  }
}

/** `refused` is also said of a form that stays: only the state tells that it ended. */
function outcomeIn(request: AccessRequest, kind: string): Outcome | undefined {
  switch (kind) {
    case 'closed':
      if (request.state !== 'closed') return undefined;
      return request.remains === undefined ? 'closed' : 'still-open';
    case 'refused':
    case 'failed':
    case 'withdrawn':
    case 'superseded':
      return request.state === kind ? kind : undefined;
    case 'decision-deny':
      return request.state === 'denied' ? 'denied' : undefined;
    case 'form-dropped':
      return 'form-dropped';
    case 'lapsed':
      return sentOf(request) === undefined ? 'form-lapsed' : 'lapsed';
    default:
      return undefined;
  }
}

function toldIn(request: AccessRequest, { at, facts }: AuditEntry, pace: Pace): readonly Happening[] {
  const notice = noticeIn(String(facts.notice));
  if (notice === undefined) return [];
  const due = noticeDue(request, notice, pace);
  const delivered = facts.messageId !== undefined;
  return [
    {
      what: 'told',
      notice: notice.kind,
      delivered,
      ...(due !== undefined && { seconds: secondsBetween(due, at) }),
    },
  ];
}

/**
 * How long a port took to open, where this move saw it open.
 * @param before the request as it was before that move
 */
export function openingIn(before: AccessRequest, after: AccessRequest): Happening | undefined {
  if (before.state !== 'opening' || after.state !== 'open') return undefined;
  const accepted = before.attempts.filter(({ outcome }) => outcome === 'accepted');
  const sentAt = Math.min(...accepted.map((attempt) => attempt.sentAt));
  const how = after.extends === undefined ? 'grant' : 'extension';
  return { what: 'opened', how, seconds: secondsBetween(sentAt, after.openedAt) };
}

/** Clocks of two processes may differ by a little: nothing takes less than no time. */
const secondsBetween = (from: Instant, until: Instant): Seconds => Math.max(0, until - from) / 1000;

const debtKinds: Readonly<Record<Debt['kind'], true>> = {
  'ask-azure': true,
  'resolve-doubt': true,
  look: true,
  revoke: true,
  succeed: true,
  end: true,
  'give-up': true,
  lapse: true,
  escalate: true,
  'show-card': true,
  'show-decision': true,
  tell: true,
  retire: true,
};

/** The name of a notice's debt begins with whom it is for. */
function debtKindOf(key: string): Debt['kind'] {
  const [head = ''] = key.split('/');
  return isDebtKind(head) ? head : 'tell';
}

const isDebtKind = (text: string): text is Debt['kind'] => Object.hasOwn(debtKinds, text);
