// Access policies and what is known of people, for tests that are about something else.
import type { Directory, RosterMember, Rosters } from '../../src/access/directory-ports.ts';
import { createKnowledge } from '../../src/access/knowledge.ts';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { OnDuty } from '../../src/access/on-duty.ts';
import type { PolicyInForce, Rule } from '../../src/domain/policy/access-policy.ts';
import type { Known } from '../../src/domain/policy/question.ts';
import type { Hearing } from '../../src/domain/policy/ruling.ts';

/** Lets everybody have everything that JIT allows. */
export const everything: Rule = {
  name: 'everything',
  decision: 'automatic',
  when: {},
  limits: { reasonRequired: false },
};

export const policyOf = (...rules: readonly Rule[]): PolicyInForce => ({
  kind: 'in-force',
  fingerprint: 'f00d',
  policy: { people: [], groups: [], networks: [], rules },
});

/** A hearing of somebody of whom nothing is known, by these rules. */
export const hearingBy = (...rules: readonly Rule[]): Hearing => ({
  policy: policyOf(...rules),
  requester: { id: 'aaaaaaaa-0000-4000-8000-000000000001', groups: new Map(), teams: new Map() },
  allowances: [],
  channels: new Set(['']),
});

/** Groups by id, with their members' ids. What is not listed is not known. Tests may change it at any time. */
export type Groups = Map<string, ReadonlySet<string>>;

/** A directory of these groups. */
export const directoryOf = (groups: Groups): Directory => ({
  memberOf: async (personId, ids) =>
    new Map(ids.map((id): [string, Known] => [id, groups.get(id)?.has(personId)])),
  ownerOf: async (personId, id) => groups.get(id)?.has(personId),
});

/** Everybody is in every conversation. */
export const rostersOf = (members: readonly RosterMember[] | undefined): Rosters => ({
  membersOf: async () => members,
});

/** The policy does not say who is on call. */
export const nobodyOnDuty: OnDuty = { now: () => [] };

/** Knowledge on a ledger, with a policy that tests may change at any time. */
export function knowledgeOn(
  ledger: Pick<Ledger, 'channel' | 'purposesServed' | 'allowancesFor'>,
  now: () => number,
  parts: {
    readonly policy?: () => PolicyInForce;
    readonly groups?: Groups;
    readonly members?: readonly RosterMember[];
  } = {},
) {
  const { policy = () => policyOf(everything), groups = new Map(), members } = parts;
  return createKnowledge({
    ledger,
    directory: directoryOf(groups),
    rosters: rostersOf(members),
    policySource: { current: policy },
    now,
  });
}
