// What becomes of a request that is within the machine's JIT policy: refused, granted at once, or approvers are asked.
import type { ApprovalGrounds, Grounds } from '../grounds.ts';
import type { Machine } from '../machine.ts';
import { secondsOf } from '../machine-ports.ts';
import type { Refusal } from '../refusal.ts';
import type { GrantTime } from '../terms.ts';
import type { Instant } from '../time.ts';
import type { ApprovalRule, PolicyInForce } from './access-policy.ts';
import { evaluate } from './evaluate.ts';
import { type GivenAllowance, preApprovedBy } from './pre-approval.ts';
import type { PersonFacts, Question } from './question.ts';

/** Everything that has to be known before a request can be judged. Found out first, so that judging is pure. */
export interface Hearing {
  readonly policy: PolicyInForce;
  readonly requester: PersonFacts;
  /** What approvers allowed this person in advance. */
  readonly allowances: readonly GivenAllowance[];
  /** Names of the approvals channels that are set; `''` is the one without a name. */
  readonly channels: ReadonlySet<string>;
}

/** What is asked of the access policy: the same for a card's hints, a form that was sent, and "why?". */
export interface Case {
  readonly machine: Machine;
  readonly port: number;
  /** Checked, in its one spelling. */
  readonly source: string;
  readonly time: GrantTime;
  readonly reason: string;
  readonly breakGlass: boolean;
}

export type Ruling =
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  /** Nobody has to be asked first. */
  | { readonly kind: 'granted'; readonly grounds: Exclude<Grounds, ApprovalGrounds> }
  | { readonly kind: 'ask'; readonly grounds: ApprovalGrounds };

/** The question that a case puts to the access policy at `now`. */
export const questionOf = (hearing: Pick<Hearing, 'requester'>, asked: Case, now: Instant): Question => ({
  requester: hearing.requester,
  machine: asked.machine,
  port: asked.port,
  source: asked.source,
  startsAt: now,
  seconds: secondsOf(asked.time, now),
  reason: asked.reason,
  breakGlass: asked.breakGlass,
});

/** Judges a case at `now`. Without a policy, or without a channel in which approvers can be asked, the answer is no. */
export function rulingOn(hearing: Hearing, asked: Case, now: Instant): Ruling {
  const { policy } = hearing;
  if (policy.kind === 'none') return refused({ code: 'no-access-policy', why: policy.why });
  const question = questionOf(hearing, asked, now);
  const verdict = evaluate(policy.policy, question);
  switch (verdict.kind) {
    case 'refused':
      return { kind: 'refused', refusals: verdict.refusals };
    case 'automatic':
      return { kind: 'granted', grounds: { kind: 'automatic', rule: verdict.rule.name } };
    case 'break-glass':
      // Who need not ask anybody breaks nothing.
      return (
        allowedBefore(hearing, verdict.rule, question, asked) ??
        noChannel(hearing, verdict.rule) ??
        glassBroken(verdict.rule, now)
      );
    case 'approval':
      return (
        allowedBefore(hearing, verdict.rule, question, asked) ??
        noChannel(hearing, verdict.rule) ?? { kind: 'ask', grounds: askedOf(verdict.rule, asked.time, now) }
      );
  }
}

const refused = (refusal: Refusal): Ruling => ({ kind: 'refused', refusals: [refusal] });

/** Where nobody can be asked (or told to review), "wait for approval" would be a wait for nothing. */
function noChannel({ channels }: Hearing, { name, approval }: ApprovalRule): Ruling | undefined {
  const { channel } = approval;
  return channels.has(channel) ? undefined : refused({ code: 'no-approvals-channel', rule: name, channel });
}

function allowedBefore(
  { allowances }: Hearing,
  rule: ApprovalRule,
  question: Question,
  { machine }: Case,
): Ruling | undefined {
  const by = preApprovedBy(rule, question, machine.id, allowances);
  if (by === undefined) return undefined;
  const givers = new Set(by.map(({ id }) => id));
  const ends = question.startsAt + question.seconds * 1000;
  // Of those that count: they are for this port of this machine and cover all of it.
  const windows = allowances.filter(
    ({ allowance }) =>
      givers.has(allowance.by.id) &&
      allowance.machineId.toLowerCase() === machine.id.toLowerCase() &&
      allowance.port === question.port &&
      allowance.from <= question.startsAt &&
      allowance.until >= ends,
  );
  const until = Math.min(...windows.map(({ allowance }) => allowance.until));
  return { kind: 'granted', grounds: { kind: 'pre-approval', rule: rule.name, by, until } };
}

function glassBroken({ name, approval }: ApprovalRule, now: Instant): Ruling {
  const { approvers: reviewers, channel } = approval;
  return {
    kind: 'granted',
    grounds: { kind: 'break-glass', rule: name, channel, reviewers, since: now },
  };
}

function askedOf({ name, approval }: ApprovalRule, time: GrantTime, now: Instant): ApprovalGrounds {
  const { channel, approvers, quorum, wait, remind, escalate } = approval;
  const waitsUntil = now + wait * 1000;
  return {
    kind: 'approval',
    rule: name,
    approvals: [],
    asking: {
      channel,
      approvers,
      quorum,
      since: now,
      // Nobody needs to decide on an end that has passed.
      lapsesAt: time.kind === 'until' ? Math.min(waitsUntil, time.at) : waitsUntil,
      ...(remind === undefined ? {} : { remind }),
      ...(escalate === undefined
        ? {}
        : {
            escalate: {
              at: now + escalate.after * 1000,
              to: escalate.to,
              ...(escalate.channel === undefined ? {} : { channel: escalate.channel }),
            },
          }),
    },
  };
}
