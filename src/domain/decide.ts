// What an approver's click makes of a waiting request. Everything is judged anew, by the access policy as it is today.
import type { Pending } from './access-request.ts';
import * as approvalMoves from './approval-moves.ts';
import type { Approval, ApprovalGrounds } from './grounds.ts';
import * as lifecycle from './lifecycle.ts';
import type { Machine } from './machine.ts';
import { jitPortFor, jitRefusals, minimumSeconds, secondsOf } from './machine-ports.ts';
import type { Move } from './move.ts';
import type { Person } from './person.ts';
import type { ApprovalRule, ApproverParty, PolicyInForce } from './policy/access-policy.ts';
import { evaluate } from './policy/evaluate.ts';
import { anyKnown } from './policy/matches.ts';
import { mayDecide } from './policy/may-decide.ts';
import type { Known, PersonFacts } from './policy/question.ts';
import { questionOf } from './policy/ruling.ts';
import { mayPass, type Refusal } from './refusal.ts';
import type { GrantTime, Terms } from './terms.ts';
import type { Instant, Seconds } from './time.ts';

/** What an approver chose. */
export type Decision =
  | { readonly kind: 'approve' }
  /** For this many seconds at most. */
  | { readonly kind: 'approve-less'; readonly seconds: Seconds }
  | { readonly kind: 'deny'; readonly reason: string };

/** Who decides: the person the channel authenticated, and what is known of them at this moment. */
export interface Decider {
  readonly person: Person;
  readonly facts: PersonFacts;
}

/** What is true today. */
export interface Today {
  readonly policy: PolicyInForce;
  readonly requester: PersonFacts;
  /** As the inventory has it; `undefined`: it is gone. */
  readonly machine: Machine | undefined;
  /** What is known today of those who approved before, by object id. */
  readonly earlier: ReadonlyMap<string, PersonFacts>;
}

/** Only `moved` changes anything. */
export type Decided =
  | { readonly kind: 'moved'; readonly move: Move }
  /** Nobody decides on their own request. */
  | { readonly kind: 'own' }
  | { readonly kind: 'not-approver' }
  /** Whether they may, or whether it may be had at all, cannot be found out now. */
  | { readonly kind: 'unknown' }
  /** They have approved already, and it is still not enough. */
  | { readonly kind: 'already' }
  /** "Less" was not less than what was asked, or too short to be of use. */
  | { readonly kind: 'not-less' | 'too-short' }
  /** By today's policies not for that long any more, but for less. */
  | { readonly kind: 'only-less' };

/** How today's policy sees the request: the rule whose people decide, or what became of it. */
type View =
  | { readonly kind: 'rule'; readonly rule: ApprovalRule }
  | { readonly kind: 'waived'; readonly rule: string }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'unknown' };

export function decide(
  pending: Pending,
  decider: Decider,
  decision: Decision,
  today: Today,
  now: Instant,
): Decided {
  const { person, facts } = decider;
  if (person.id === pending.requester.id) return { kind: 'own' };
  // Its time was over before this click; only nobody has got round to saying so.
  if (now >= pending.grounds.asking.lapsesAt) return { kind: 'moved', move: lifecycle.lapsed(pending, now) };
  const terms = asToday(reduced(pending.terms, secondsAgreed(pending, decision), now), today.machine);
  const view = viewToday(terms, today, now);
  const may = mayDecideToday(view, pending.grounds, facts, now);
  if (may === undefined) return { kind: 'unknown' };
  if (!may) return { kind: 'not-approver' };

  if (decision.kind === 'deny')
    return { kind: 'moved', move: approvalMoves.denied(pending, person, decision.reason, now) };
  const less = decision.kind === 'approve-less' ? lessRefused(pending, decision.seconds, now) : undefined;
  if (less !== undefined) return { kind: less };
  switch (view.kind) {
    case 'unknown':
      return { kind: 'unknown' };
    case 'refused':
      return shorterWouldDo(terms, today, now)
        ? { kind: 'only-less' }
        : { kind: 'moved', move: refusedAtClick(pending, person, view.refusals, now) };
    case 'waived': {
      const waived = { by: person, counted: pending.grounds.approvals, waivedBy: view.rule };
      return { kind: 'moved', move: approvalMoves.granted(pending, terms, waived, now) };
    }
    case 'rule':
      return agree(pending, decider, decision, { rule: view.rule, terms, today, now });
  }
}

function agree(
  pending: Pending,
  { person }: Decider,
  decision: Exclude<Decision, { kind: 'deny' }>,
  {
    rule,
    terms,
    today,
    now,
  }: {
    readonly rule: ApprovalRule;
    readonly terms: Terms;
    readonly today: Today;
    readonly now: Instant;
  },
): Decided {
  const { approvals } = pending.grounds;
  const mine: Approval = {
    by: person,
    at: now,
    ...(decision.kind === 'approve-less' ? { seconds: decision.seconds } : {}),
  };
  const others = approvals.filter(({ by }) => by.id !== person.id);
  const standing = (by: Person): Known => {
    const facts = today.earlier.get(by.id);
    return facts && mayDecideBy(rule, pending.grounds, facts, now);
  };
  // Who is no longer an approver never counts again; who cannot be looked up now does not count this time.
  const kept = others.filter(({ by }) => standing(by) !== false);
  const counting = kept.filter(({ by }) => standing(by) === true).length + 1;
  if (counting >= rule.approval.quorum) {
    const counted = [...kept.filter(({ by }) => standing(by) === true), mine];
    const agreement = { by: person, counted, rule: rule.name };
    return { kind: 'moved', move: approvalMoves.granted(pending, terms, agreement, now) };
  }
  const before = approvals.find(({ by }) => by.id === person.id);
  // A yes that is delivered again is not another one, and takes nothing back that was said before.
  const again = before !== undefined && (decision.kind === 'approve' || before.seconds === decision.seconds);
  const { approvers, quorum } = rule.approval;
  const asked = { rule: rule.name, approvers, quorum };
  return again
    ? { kind: 'already' }
    : { kind: 'moved', move: approvalMoves.agreed(pending, [...kept, mine], asked, now) };
}

/** By whose click it came out that it cannot be had any more is written down with it. */
function refusedAtClick(pending: Pending, person: Person, refusals: readonly Refusal[], now: Instant): Move {
  const move = lifecycle.refused(pending, refusals, now);
  return { ...move, entries: [approvalMoves.approvedEntry(person, now, undefined), ...move.entries] };
}

/** The terms under the JIT policy that lists the port today: another may have taken its place. */
function asToday(terms: Terms, machine: Machine | undefined): Terms {
  const listed = machine && jitPortFor(machine, terms.port);
  return listed === undefined ? terms : { ...terms, policyId: listed.policyId, protocol: listed.protocol };
}

/** Whether it is only the time that today's policies have against it. */
function shorterWouldDo(terms: Terms, today: Today, now: Instant): boolean {
  const view = viewToday(reduced(terms, minimumSeconds, now), today, now);
  return view.kind === 'rule' || view.kind === 'waived';
}

/** The shortest time that anybody has agreed to, with this decision. */
function secondsAgreed({ grounds }: Pending, decision: Decision): Seconds | undefined {
  const said = grounds.approvals.flatMap(({ seconds }) => seconds ?? []);
  const all = decision.kind === 'approve-less' ? [...said, decision.seconds] : said;
  return all.length === 0 ? undefined : Math.min(...all);
}

/** The terms for at most so many seconds; with a fixed end, they begin to count now, so that it is never more. */
function reduced(terms: Terms, most: Seconds | undefined, now: Instant): Terms {
  if (most === undefined) return terms;
  const time: GrantTime =
    terms.time.kind === 'for'
      ? { kind: 'for', seconds: Math.min(terms.time.seconds, most) }
      : { kind: 'until', at: Math.min(terms.time.at, now + most * 1000) };
  return { ...terms, time };
}

function lessRefused(
  { terms }: Pending,
  seconds: Seconds,
  now: Instant,
): 'not-less' | 'too-short' | undefined {
  if (seconds < minimumSeconds) return 'too-short';
  return seconds < secondsOf(terms.time, now) ? undefined : 'not-less';
}

function viewToday(terms: Terms, today: Today, now: Instant): View {
  const { policy, machine } = today;
  if (policy.kind === 'none') return { kind: 'unknown' };
  if (machine === undefined)
    return { kind: 'refused', refusals: [{ code: 'machine-gone', machine: terms.machine.name }] };
  const jit = jitRefusals(machine, terms, now);
  if (jit.length > 0) return { kind: 'refused', refusals: jit };
  const verdict = evaluate(policy.policy, questionOf(today, { ...terms, machine, breakGlass: false }, now));
  switch (verdict.kind) {
    case 'refused':
      return mayPass(verdict.refusals)
        ? { kind: 'unknown' }
        : { kind: 'refused', refusals: verdict.refusals };
    case 'automatic':
      return { kind: 'waived', rule: verdict.rule.name };
    case 'approval':
    case 'break-glass':
      return { kind: 'rule', rule: verdict.rule };
  }
}

/** By today's rule; where today's policy has none for this request any more, those who were asked may still click. */
function mayDecideToday(view: View, grounds: ApprovalGrounds, facts: PersonFacts, now: Instant): Known {
  if (view.kind === 'rule') return mayDecideBy(view.rule, grounds, facts, now);
  const { asking } = grounds;
  return mayDecideAmong(asking, asking.escalate?.at, facts, now);
}

/** Whether somebody may decide by a rule as it is today, on a request that has waited since it was asked. */
export function mayDecideBy(
  { approval }: ApprovalRule,
  { asking }: ApprovalGrounds,
  facts: PersonFacts,
  now: Instant,
): Known {
  const { escalate } = approval;
  return mayDecideAmong(approval, escalate && asking.since + escalate.after * 1000, facts, now);
}

interface Among {
  readonly approvers: readonly ApproverParty[];
  readonly channel: string;
  readonly escalate?: { readonly to: readonly ApproverParty[]; readonly channel?: string };
}

/** The approvers, and from `escalatesAt` on also those it is escalated to. */
function mayDecideAmong(
  { approvers, channel, escalate }: Among,
  escalatesAt: Instant | undefined,
  facts: PersonFacts,
  now: Instant,
): Known {
  const escalated = escalatesAt !== undefined && now >= escalatesAt ? escalate : undefined;
  return anyKnown([
    mayDecide(approvers, facts, channel),
    escalated !== undefined && mayDecide(escalated.to, facts, escalated.channel ?? channel),
  ]);
}
