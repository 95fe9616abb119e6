// Which Entra groups an access policy speaks of.
import type { AccessPolicy, Rule } from './access-policy.ts';

/** Object ids (lower case) of the groups that have a name in it, that rules look at, and that are admins. */
export const groupsNamed = ({ groups, rules, admins = [] }: AccessPolicy): readonly string[] => [
  ...new Set(
    [...groups, ...admins, ...rules.flatMap(partiesOf)].flatMap((party) =>
      party.kind === 'group' ? [party.id] : [],
    ),
  ),
];

const partiesOf = (rule: Rule) => [
  ...(rule.when.requesters ?? []),
  ...(rule.decision === 'approval'
    ? [...rule.approval.approvers, ...(rule.approval.escalate?.to ?? [])]
    : []),
];
