// What /readyz says: ready when work can be taken, and every problem in words.
import assert from 'node:assert/strict';
import { Fault } from '../src/access/fault.ts';
import { createReadiness } from '../src/readiness.ts';
import { fileOf, readWell } from './policy/files.ts';
import { everything, policyOf } from './support/hearings.ts';

const good: Parameters<typeof createReadiness>[0] = {
  ledger: { ping: async () => {} },
  inventory: { health: () => ({ loaded: true, problem: undefined, subscriptions: [] }) },
  policySource: { current: () => policyOf(everything), problem: () => undefined },
  directory: { health: () => ({}) },
  groupsOff: true,
  rights: { problems: () => [] },
  azure: [],
};
const namingGroups = {
  kind: 'in-force',
  fingerprint: 'f',
  policy: { people: [], groups: [{ kind: 'group', id: 'g', name: 'dba' }], networks: [], rules: [] },
} as const;

const lettingOwnersDecide = policyOf(
  ...readWell(fileOf('- { name: a, decision: approval, approvers: [{ team: owners }] }')).policy.rules,
);

const namingGroupsById = {
  kind: 'in-force',
  fingerprint: 'f',
  policy: { ...namingGroups.policy, groups: [], admins: [{ kind: 'group', id: 'g', name: 'g' }] },
} as const;

describe('readiness', () => {
  const table: readonly [string, Partial<typeof good>, boolean, readonly RegExp[]][] = [
    ['has nothing to say when all is well', {}, true, []],
    [
      'is not given without a database',
      { ledger: { ping: () => Promise.reject(new Fault('unavailable', 'The database is away.')) } },
      false,
      [/database is away/],
    ],
    [
      'is not given before the machines are known',
      { inventory: { health: () => ({ loaded: false, problem: undefined, subscriptions: [] }) } },
      false,
      [/machines have not been read/],
    ],
    [
      'is given with a policy file that cannot be used, and says what is wrong with it',
      { policySource: { ...good.policySource, problem: () => 'access-policy.yaml: line 3: no approvers' } },
      true,
      [/line 3/],
    ],
    [
      'is given while Graph is away, and names the right that is missing',
      {
        directory: { health: () => ({ problem: 'The bot lacks GroupMember.Read.All in Microsoft Graph.' }) },
      },
      true,
      [/GroupMember\.Read\.All/],
    ],
    [
      'says that nobody counts as an owner where owners decide and groups are off',
      { policySource: { current: () => lettingOwnersDecide, problem: () => undefined } },
      true,
      [/owners of a team decide, and ENTRA_GROUPS is off/],
    ],
    [
      'has nothing to say of owners where groups are looked up',
      { policySource: { current: () => lettingOwnersDecide, problem: () => undefined }, groupsOff: false },
      true,
      [],
    ],
    [
      'says that groups are off where the policy names some',
      { policySource: { current: () => namingGroups, problem: () => undefined } },
      true,
      [/ENTRA_GROUPS is off/],
    ],
    [
      'says so also where only admins are a group',
      { policySource: { current: () => namingGroupsById, problem: () => undefined } },
      true,
      [/ENTRA_GROUPS is off/],
    ],
    [
      'is given while rights in Azure are missing, and says which',
      {
        rights: { problems: () => ['Subscription P (p): the bot lacks Microsoft.Security/pricings/write.'] },
      },
      true,
      [/pricings\/write/],
    ],
    [
      'is given while Azure limits calls or clocks differ, and says so',
      {
        azure: [
          { problems: () => ['Azure wants no reads.'] },
          { problems: () => ['The clock is 300 s ahead.'] },
        ],
      },
      true,
      [/no reads/, /300 s/],
    ],
    [
      'is given while ports are overdue, and says how many',
      { work: async () => ['1 grant is overdue: its port is not seen shut.'] },
      true,
      [/1 grant is overdue/],
    ],
    [
      'does not say so where they are on',
      { policySource: { current: () => namingGroups, problem: () => undefined }, groupsOff: false },
      true,
      [],
    ],
  ];
  for (const [does, change, ok, says] of table)
    it(does, async () => {
      const answer = await createReadiness({ ...good, ...change })();
      assert.deepEqual([answer.ok, answer.details.length], [ok, says.length]);
      for (const [index, pattern] of says.entries()) assert.match(answer.details[index] ?? '', pattern);
    });
});
