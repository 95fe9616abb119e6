// What an access policy speaks of that only Microsoft Graph knows: Entra groups, and the owners of teams.
import type { AccessPolicy, Rule } from './access-policy.ts';

/** Object ids (lower case) of the groups that have a name in it, that rules look at, and that are admins. */
export const groupsNamed = ({ groups, rules, admins = [] }: AccessPolicy): readonly string[] => [
  ...new Set(
    [...groups, ...admins, ...rules.flatMap(partiesOf)].flatMap((party) =>
      party.kind === 'group' ? [party.id] : [],
    ),
  ),
];

/** Whether the owners of a team may decide by it: rosters do not tell them from members. */
export const namesOwners = ({ rules }: AccessPolicy): boolean =>
  rules.flatMap(decidersOf).some((party) => party.kind === 'team' && party.part === 'owners');

const partiesOf = (rule: Rule) => [...(rule.when.requesters ?? []), ...decidersOf(rule)];

const decidersOf = (rule: Rule) =>
  rule.decision === 'approval' ? [...rule.approval.approvers, ...(rule.approval.escalate?.to ?? [])] : [];
