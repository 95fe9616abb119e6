// Whether what was let in a while ago would be let in now, when Azure has not been asked yet.
import type { Approved } from './access-request.ts';
import { mayDecideBy } from './decide.ts';
import type { ApprovalGrounds } from './grounds.ts';
import type { Machine } from './machine.ts';
import type { ApprovalRule } from './policy/access-policy.ts';
import type { Known, PersonFacts } from './policy/question.ts';
import { type Hearing, rulingOn } from './policy/ruling.ts';
import { mayPass, type Refusal } from './refusal.ts';
import type { GrantTime } from './terms.ts';
import type { Instant } from './time.ts';

/** What has to be known besides who asks. */
export interface Circumstances {
  readonly machine: Machine;
  /** The time that Azure would be asked for. */
  readonly time: GrantTime;
  /** Those who agreed, by object id, as far as they bear on who may decide. */
  readonly approvers: ReadonlyMap<string, PersonFacts>;
}

export type StillAllowed =
  | { readonly kind: 'allowed' }
  /** It cannot be told now. */
  | { readonly kind: 'unknown' }
  /** `refusals`: why not; where there are none, those whom `rule` names would have to agree. */
  | { readonly kind: 'not-any-more'; readonly refusals: readonly Refusal[]; readonly rule?: string };

/** By the policy in force. Who agreed counts if they may still decide; nobody is asked again. */
export function stillAllowed(
  { terms, grounds }: Pick<Approved, 'terms' | 'grounds'>,
  { machine, time, approvers }: Circumstances,
  hearing: Hearing,
  now: Instant,
): StillAllowed {
  const breakGlass = grounds.kind === 'break-glass';
  // Who agreed was asked already: for that, their channel need not be set any more.
  const channels =
    grounds.kind === 'approval' ? new Set([...hearing.channels, grounds.asking.channel]) : hearing.channels;
  const ruling = rulingOn({ ...hearing, channels }, { ...terms, machine, time, breakGlass }, now);
  switch (ruling.kind) {
    case 'granted':
      return { kind: 'allowed' };
    case 'refused':
      return mayPass(ruling.refusals)
        ? { kind: 'unknown' }
        : { kind: 'not-any-more', refusals: ruling.refusals };
    case 'ask': {
      const rule = approvalRule(hearing, ruling.grounds.rule);
      const agreed = grounds.kind === 'approval' && rule && haveAgreed(rule, grounds, approvers, now);
      if (agreed === undefined) return { kind: 'unknown' };
      return agreed ? { kind: 'allowed' } : { kind: 'not-any-more', refusals: [], rule: ruling.grounds.rule };
    }
  }
}

const approvalRule = ({ policy }: Hearing, named: string): ApprovalRule | undefined =>
  policy.kind === 'none'
    ? undefined
    : policy.policy.rules.find(
        (rule): rule is ApprovalRule => rule.name === named && rule.decision === 'approval',
      );

/** Whether enough of those who agreed may decide by this rule. */
function haveAgreed(
  rule: ApprovalRule,
  grounds: ApprovalGrounds,
  approvers: ReadonlyMap<string, PersonFacts>,
  now: Instant,
): Known {
  const may = grounds.approvals.map(({ by }): Known => {
    const facts = approvers.get(by.id);
    return facts && mayDecideBy(rule, grounds, facts, now);
  });
  const count = (known: Known): number => may.filter((each) => each === known).length;
  const { quorum } = rule.approval;
  if (count(true) >= quorum) return true;
  return count(true) + count(undefined) >= quorum ? undefined : false;
}
