// What approvers allowed in advance: "bob may open web-01's RDP today".
import type { Allowance } from '../allowance.ts';
import type { Person } from '../person.ts';
import type { Instant } from '../time.ts';
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
  const { approval } = rule;
  const end = question.startsAt + question.seconds * 1000;
  const counting = allowances.filter(
    (given) => counts(rule, { ...question, machineId }, given) && end <= given.allowance.until,
  );
  const givers = new Map(counting.map(({ allowance: { by } }) => [by.id, by]));
  return givers.size >= approval.quorum ? [...givers.values()] : undefined;
}

/** What somebody may begin, while nobody knows how long it will last. */
export interface Beginning {
  readonly requester: Pick<PersonFacts, 'id'>;
  readonly machineId: string;
  readonly port: number;
  readonly startsAt: Instant;
}

/**
 * Until when it may last without anybody being asked, and who agreed to that.
 * @returns `undefined` when somebody has to be asked, however short it is
 */
export function allowedUntil(
  rule: ApprovalRule,
  beginning: Beginning,
  allowances: readonly GivenAllowance[],
): { readonly by: readonly Person[]; readonly until: Instant } | undefined {
  const latest = new Map<string, Allowance>();
  for (const given of allowances) {
    const { allowance } = given;
    const { by, until } = allowance;
    if (!counts(rule, beginning, given) || until <= beginning.startsAt) continue;
    if (until > (latest.get(by.id)?.until ?? 0)) latest.set(by.id, allowance);
  }
  const longestFirst = [...latest.values()].sort((one, other) => other.until - one.until);
  const enough = longestFirst.slice(0, rule.approval.quorum);
  const last = enough.at(-1);
  if (last === undefined || enough.length < rule.approval.quorum) return undefined;
  return { by: enough.map(({ by }) => by), until: last.until };
}

/** Whether the giver may still decide by the rule, on this, and had begun to agree by then. */
function counts({ preApproval, approval }: ApprovalRule, about: Beginning, given: GivenAllowance): boolean {
  const { allowance, giver } = given;
  return (
    preApproval !== undefined &&
    allowance.until - allowance.from <= preApproval * 1000 &&
    allowance.person.id === about.requester.id &&
    // Azure compares resource ids without regard to case.
    allowance.machineId.toLowerCase() === about.machineId.toLowerCase() &&
    allowance.port === about.port &&
    allowance.from <= about.startsAt &&
    giver.id === allowance.by.id &&
    giver.id !== about.requester.id &&
    mayDecide(approval.approvers, giver, approval.channel) === true
  );
}
