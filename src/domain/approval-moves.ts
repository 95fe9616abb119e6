// The moves that approvers make, or that are made for them: asked, agreed, denied, escalated, moved, reviewed.
import type { AccessRequest, Approved, Common, Denied, Pending } from './access-request.ts';
import type { AuditEntry } from './audit.ts';
import type { DecisionCard } from './chat-receipts.ts';
import type { Approval, ApprovalGrounds, BreakGlassGrounds } from './grounds.ts';
import { common, type Move } from './move.ts';
import type { Person } from './person.ts';
import type { Terms } from './terms.ts';
import type { Instant, Seconds } from './time.ts';

/** The form was sent, and by its rule approvers have to be asked. */
export function sentToApprovers(
  start: Common,
  terms: Terms,
  grounds: ApprovalGrounds,
  now: Instant,
): Move<Pending> {
  const decisionCards: readonly DecisionCard[] = [{ channel: grounds.asking.channel }];
  return {
    request: { ...common(start), decisionCards, state: 'pending', terms, grounds },
    entries: [
      { at: now, actor: start.requester.id, kind: 'requested', facts: { terms } },
      { at: now, actor: 'bot', kind: 'approval-asked', facts: { asking: grounds.asking } },
    ],
  };
}

/** What today's rule asks for, as far as it is shown: it may have changed since the request was sent. */
export interface RuleToday {
  readonly rule: string;
  readonly approvers: ApprovalGrounds['asking']['approvers'];
  readonly quorum: number;
}

/** One approver more has agreed, and it is not enough yet. `approvals` are those that may count, with this one last. */
export function agreed(
  pending: Pending,
  approvals: readonly Approval[],
  { rule, approvers, quorum }: RuleToday,
  now: Instant,
): Move<Pending> {
  const asking = { ...pending.grounds.asking, approvers, quorum };
  return {
    request: { ...pending, grounds: { ...pending.grounds, rule, asking, approvals } },
    entries: approvals.slice(-1).map((approval) => approvedEntry(approval.by, now, approval.seconds)),
  };
}

/**
 * Enough people have agreed, or nobody has to any more (`waivedBy`). `terms` are what they agreed to, never more than
 * was asked; `by` is whose click it was.
 */
export function granted(
  pending: Pending,
  terms: Terms,
  decision: {
    readonly by: Person;
    readonly counted: readonly Approval[];
    /** Today's rule, where it is one that asks approvers. */
    readonly rule?: string;
    readonly waivedBy?: string;
  },
  now: Instant,
): Move<Approved> {
  const { by, counted, rule = pending.grounds.rule, waivedBy } = decision;
  const grounds = {
    ...pending.grounds,
    rule,
    approvals: counted,
    ...(waivedBy === undefined ? {} : { waivedBy }),
  };
  return {
    request: { ...common(pending), state: 'approved', terms, grounds, approvedAt: now },
    entries: [
      approvedEntry(by, now, counted.find((approval) => approval.by.id === by.id)?.seconds),
      { at: now, actor: 'bot', kind: 'approved', facts: { grounds, time: terms.time } },
    ],
  };
}

/** A click to approve, whatever came of it. */
export const approvedEntry = (by: Person, now: Instant, seconds: Seconds | undefined): AuditEntry => ({
  at: now,
  actor: by.id,
  kind: 'decision-approve',
  facts: seconds === undefined ? {} : { seconds },
});

export function denied(pending: Pending, by: Person, reason: string, now: Instant): Move<Denied> {
  const sent = { terms: pending.terms, grounds: pending.grounds };
  return {
    request: { ...common(pending), state: 'denied', at: now, by, reason, sent },
    entries: [{ at: now, actor: by.id, kind: 'decision-deny', facts: { reason } }],
  };
}

/** Nobody decided for long: the channel that the rule escalates to gets a card, too. */
export function escalated(pending: Pending, channel: string, now: Instant): Move<Pending> {
  return {
    request: { ...pending, decisionCards: [...pending.decisionCards, { channel }] },
    entries: [{ at: now, actor: 'bot', kind: 'escalated', facts: { channel } }],
  };
}

/** A channel's name belongs to another conversation now: a card is posted there, and the old one only kept true. */
export function rerouted<R extends AccessRequest>(request: R, channel: string, now: Instant): Move<R> {
  // A card that was never posted has nobody to keep true for.
  const before = request.decisionCards
    .filter((card) => card.channel !== channel || card.at !== undefined)
    .map((card) => (card.channel === channel ? { ...card, former: true as const } : card));
  // Should this channel be gone as well, that is news again.
  const told = Object.fromEntries(
    Object.entries(request.told).filter(([key]) => !/^(requester|on-call)\/unasked(@|$)/.test(key)),
  );
  return {
    request: { ...request, told, decisionCards: [...before, { channel }] },
    entries: [{ at: now, actor: 'bot', kind: 'approval-moved', facts: { channel } }],
  };
}

/** Somebody else than the requester has acknowledged that glass was broken. */
export function reviewed<R extends AccessRequest>(
  request: R & { readonly grounds: BreakGlassGrounds },
  by: Person,
  note: string,
  now: Instant,
): Move<R> {
  const grounds = { ...request.grounds, review: { by, at: now, note } };
  return {
    request: { ...request, grounds },
    entries: [{ at: now, actor: by.id, kind: 'break-glass-reviewed', facts: { note } }],
  };
}
