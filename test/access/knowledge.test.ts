// What is found out about people before anything is judged: only what bears on it, and unknown where it cannot be had.
import assert from 'node:assert/strict';
import { createKnowledge } from '../../src/access/knowledge.ts';
import type { Allowance } from '../../src/domain/allowance.ts';
import type { ApproverParty, Rule } from '../../src/domain/policy/access-policy.ts';
import type { Known } from '../../src/domain/policy/question.ts';
import { needs } from '../support/approval-world.ts';
import { everything, policyOf } from '../support/hearings.ts';
import { ada, grace, noon, web01 } from '../support/requests.ts';

const teamMembers: ApproverParty = { kind: 'team', part: 'members' };
const byTeam = (channel: string): Rule => {
  const rule = needs(1);
  return { ...rule, approval: { ...rule.approval, approvers: [teamMembers], channel } };
};

interface Office {
  readonly rules?: readonly Rule[];
  readonly channels?: Readonly<Record<string, { conversationId: string; teamGroupId?: string }>>;
  readonly roster?: readonly string[] | undefined;
  /** What Graph says of the team's group. */
  readonly inGroup?: Known;
  readonly owner?: Known;
  readonly allowances?: readonly Allowance[];
}

function office({ rules = [], channels = {}, roster, inGroup, owner, allowances = [] }: Office) {
  const asked: string[] = [];
  const knowledge = createKnowledge({
    ledger: {
      channel: async (purpose) => channels[purpose],
      purposesServed: async () => new Set(Object.keys(channels)),
      allowancesFor: async () => {
        asked.push('allowances');
        return allowances;
      },
    },
    directory: {
      memberOf: async (personId, ids, fresh) => {
        asked.push(`${personId === ada.id ? 'ada' : 'other'} in ${ids.join()}${fresh ? ' now' : ''}`);
        return new Map(ids.map((id): [string, Known] => [id, inGroup]));
      },
      ownerOf: async () => owner,
    },
    rosters: {
      membersOf: async (conversationId, fresh) => {
        asked.push(`roster ${conversationId}${fresh ? ' now' : ''}`);
        return roster?.map((id) => ({ id, teamsId: `29:${id}`, name: id }));
      },
    },
    policySource: { current: () => policyOf(...rules) },
    now: () => noon,
  });
  return { knowledge, asked };
}

describe('what is known of a requester', () => {
  it('needs no look-up where no rule asks for a group', async () => {
    const { knowledge, asked } = office({ rules: [everything] });
    const hearing = await knowledge.hearingOf(ada.id, 'lately');
    assert.deepEqual([asked, hearing.requester.groups.size], [[], 0]);
  });

  it('is their groups that rules ask for, and not those of approvers', async () => {
    const dba = { kind: 'group', id: 'dba', name: 'dba' } as const;
    const { preApproval: _, ...rule } = needs(1);
    const { knowledge, asked } = office({ rules: [{ ...rule, when: { requesters: [dba] } }] });
    await knowledge.hearingOf(ada.id, 'now');
    assert.deepEqual(asked, ['ada in dba now']);
  });

  it('includes which approvals channels are set, by name', async () => {
    const { knowledge } = office({
      rules: [byTeam('prod'), { ...byTeam('dev'), name: 'dev' }],
      channels: { 'approvals/prod': { conversationId: 'p' }, approvals: { conversationId: 'a' } },
    });
    assert.deepEqual([...(await knowledge.hearingOf(ada.id, 'lately')).channels], ['prod']);
  });

  it('includes what was allowed in advance, and whether who allowed it may still decide', async () => {
    const allowance = {
      ...{ id: 'a', person: ada, by: grace, machineId: web01.id, machine: 'web-01', port: 22 },
      ...{ from: noon, until: noon + 1 },
    };
    const { knowledge } = office({ rules: [needs(1)], allowances: [allowance], inGroup: false });
    const { allowances } = await knowledge.hearingOf(ada.id, 'now');
    assert.deepEqual(
      allowances.map(({ giver }) => [giver.id, [...giver.groups.values()]]),
      [[grace.id, [false]]],
    );
  });
});

describe('a person’s place in the team of an approvals channel', () => {
  const channels = { 'approvals/prod': { conversationId: 'p', teamGroupId: 'team' } };
  const table: readonly [string, Office, { member: Known; owner: Known }][] = [
    ['is that of the roster', { roster: [grace.id] }, { member: true, owner: undefined }],
    ['is none where the roster lacks them', { roster: [ada.id] }, { member: false, owner: undefined }],
    ['is not known where the roster is not', { roster: undefined }, { member: undefined, owner: undefined }],
    [
      'is that of the team’s group where the roster is not known',
      { roster: undefined, inGroup: true, owner: true },
      { member: true, owner: true },
    ],
    [
      'is that of the team’s group where the roster is too short',
      { roster: [ada.id], inGroup: true },
      { member: true, owner: undefined },
    ],
    ['is not known where the channel is not set', { channels: {} }, { member: undefined, owner: undefined }],
  ];
  for (const [does, situation, expected] of table)
    it(does, async () => {
      const { knowledge } = office({ rules: [byTeam('prod')], channels, ...situation });
      const facts = await knowledge.deciderFacts(grace.id, [], 'now');
      assert.deepEqual(facts.teams.get('prod'), expected);
    });

  it('is asked for afresh for a decision, and only where a rule speaks of a team', async () => {
    const team = office({ rules: [byTeam('prod')], channels });
    await team.knowledge.deciderFacts(grace.id, [], 'now');
    const group = office({ rules: [needs(1)], channels });
    await group.knowledge.deciderFacts(grace.id, [], 'lately');
    assert.deepEqual(
      [team.asked, group.asked],
      [['roster p now', 'other in team now'], [`other in ${'bbbbbbbb-0000-4000-8000-000000000001'}`]],
    );
  });
});
