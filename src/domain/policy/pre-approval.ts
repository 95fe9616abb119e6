// What approvers allowed in advance: "bob may open web-01's RDP today".
import type { Allowance } from '../allowance.ts';
import type { Person } from '../person.ts';
import type { ApprovalRule } from './access-policy.ts';
import { mayDecide } from './may-decide.ts';
import type { PersonFacts, Question } from './question.ts';

/** An allowance, and what is known today of who gave it. */
export interface GivenAllowance {
  readonly allowance: Allowance;
  readonly giver: PersonFacts;
}

/**
 * The distinct people who agreed in advance to all of what is asked, and who may still decide by the rule.
 * @param machineId The machine of the question, as in `Allowance.machineId`.
 * @returns `undefined` when they are fewer than the rule wants, or the rule lets nobody agree in advance.
 */
export function preApprovedBy(
  rule: ApprovalRule,
  question: Question,
  machineId: string,
  allowances: readonly GivenAllowance[],
): readonly Person[] | undefined {
  const { preApproval, approval } = rule;
  if (preApproval === undefined) return undefined;
  const counting = allowances.filter(
    ({ allowance, giver }) =>
      isAbout(allowance, question, machineId) &&
      allowance.until - allowance.from <= preApproval * 1000 &&
      giver.id === allowance.by.id &&
      giver.id !== question.requester.id &&
      mayDecide(approval.approvers, giver, approval.channel) === true,
  );
  const givers = new Map(counting.map(({ allowance: { by } }) => [by.id, by]));
  return givers.size >= approval.quorum ? [...givers.values()] : undefined;
}

const isAbout = (allowance: Allowance, question: Question, machineId: string): boolean =>
  allowance.person.id === question.requester.id &&
  // Azure compares resource ids without regard to case.
  allowance.machineId.toLowerCase() === machineId.toLowerCase() &&
  allowance.port === question.port &&
  allowance.from <= question.startsAt &&
  question.startsAt + question.seconds * 1000 <= allowance.until;
