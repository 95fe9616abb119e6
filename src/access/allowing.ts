// An approver allows somebody a port of a machine in advance, for a window, within the rule.
import type { Allowance } from '../domain/allowance.ts';
import type { Machine } from '../domain/machine.ts';
import type { Person } from '../domain/person.ts';
import type { ApprovalRule } from '../domain/policy/access-policy.ts';
import { mayDecide } from '../domain/policy/may-decide.ts';
import { outlook } from '../domain/policy/outlook.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Knowledge } from './knowledge.ts';
import type { Ledger } from './ledger-port.ts';

/** What an approver wants to allow. */
export interface Allowing {
  /** The same for the same message, however often it is delivered. */
  readonly id: string;
  readonly by: Person;
  readonly person: Person;
  readonly machine: Machine;
  readonly port: number;
  readonly until: Instant;
  /** No end was said: less will do, where the rule allows no more. */
  readonly orLess: boolean;
}

/** What became of it. Only `allowed` changes anything but the audit trail. */
export type Allowed =
  | {
      readonly kind: 'allowed';
      readonly allowance: Allowance;
      readonly rule: ApprovalRule;
      /** It ends sooner than was meant: the rule allows so much in advance. */
      readonly cutTo?: Seconds;
    }
  | { readonly kind: 'own-self' | 'unknown' }
  | { readonly kind: 'not-approver'; readonly rule: ApprovalRule }
  /** No rule asks approvers for this: it is refused, needs nobody's yes, or there is no policy. */
  | { readonly kind: 'no-rule' }
  /** The rule lets nobody allow in advance. */
  | { readonly kind: 'not-in-rule'; readonly rule: string }
  | { readonly kind: 'too-long-window'; readonly rule: string; readonly longest: Seconds };

interface Parts {
  readonly ledger: Pick<Ledger, 'allow' | 'note'>;
  readonly knowledge: Knowledge;
  readonly now: () => Instant;
}

/** Records the allowance where today's policy lets `by` give it; notes the attempt where not. @throws Fault */
export async function allowInAdvance(parts: Parts, asked: Allowing): Promise<Allowed> {
  const { ledger, now } = parts;
  const { by, person, machine, port, until } = asked;
  const facts = {
    person: person.id,
    personName: person.name,
    machineId: machine.id,
    machine: machine.name,
    port,
    until,
  };
  const outcome = await judge(parts, asked);
  if (outcome.kind === 'allowed')
    await ledger.allow(outcome.allowance, {
      at: now(),
      actor: by.id,
      kind: 'allowed',
      rule: outcome.rule.name,
      facts: { ...facts, until: outcome.allowance.until, allowance: outcome.allowance.id },
    });
  else
    await ledger.note({
      at: now(),
      actor: by.id,
      kind: 'allow-refused',
      facts: { ...facts, why: outcome.kind },
    });
  return outcome;
}

async function judge({ knowledge, now }: Parts, asked: Allowing): Promise<Allowed> {
  const { by, person, machine, port, until } = asked;
  if (by.id === person.id) return { kind: 'own-self' };
  const [hearing, giver] = await Promise.all([
    knowledge.hearingOf(person.id, 'now'),
    knowledge.deciderFacts(by.id, [], 'now'),
  ]);
  const { policy, requester } = hearing;
  if (policy.kind === 'none') return { kind: 'no-rule' };
  const at = now();
  const rules = outlook(policy.policy, { requester, machine, port, startsAt: at })
    .map(({ rule }) => rule)
    .filter((rule) => rule.decision === 'approval');
  const [likeliest] = rules;
  if (likeliest === undefined) return { kind: 'no-rule' };

  const may = (rule: ApprovalRule) => mayDecide(rule.approval.approvers, giver, rule.approval.channel);
  const theirs = rules.filter((rule) => may(rule) === true);
  const [first, ...others] = theirs;
  if (first === undefined)
    return rules.some((rule) => may(rule) === undefined)
      ? { kind: 'unknown' }
      : { kind: 'not-approver', rule: likeliest };
  const rule = others.reduce(
    (one, other) => ((other.preApproval ?? 0) > (one.preApproval ?? 0) ? other : one),
    first,
  );
  if (rule.preApproval === undefined) return { kind: 'not-in-rule', rule: rule.name };
  if ((until - at) / 1000 > rule.preApproval && !asked.orLess)
    return { kind: 'too-long-window', rule: rule.name, longest: rule.preApproval };
  const longest = at + rule.preApproval * 1000;
  const allowance: Allowance = {
    id: asked.id,
    person,
    by,
    machineId: machine.id,
    machine: machine.name,
    port,
    from: at,
    until: Math.min(until, longest),
  };
  return { kind: 'allowed', allowance, rule, ...(longest < until && { cutTo: rule.preApproval }) };
}
