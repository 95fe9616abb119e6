// Who may decide, and what happens when it cannot be found out.
import assert from 'node:assert/strict';
import type { ApproverParty } from '../../../src/domain/policy/access-policy.ts';
import { mayDecide } from '../../../src/domain/policy/may-decide.ts';
import type { Known, PersonFacts } from '../../../src/domain/policy/question.ts';
import { facts, group, person } from './builders.ts';

const owners: ApproverParty = { kind: 'team', part: 'owners' };
const members: ApproverParty = { kind: 'team', part: 'members' };

const inTeam = (channel: string, member: Known, owner: Known): PersonFacts => ({
  ...facts('grace'),
  teams: new Map([[channel, { member, owner }]]),
});

describe('mayDecide', () => {
  const cases: readonly (readonly [
    what: string,
    parties: readonly ApproverParty[],
    who: PersonFacts,
    expected: Known,
  ])[] = [
    ['the person named', [person('grace')], facts('grace'), true],
    ['somebody else', [person('grace')], facts('linus'), false],
    ['somebody in the group', [group('leads')], facts('grace', { leads: true }), true],
    ['somebody outside the group', [group('leads')], facts('grace', { leads: false }), false],
    ['a group nobody could ask about', [group('leads')], facts('grace', { leads: undefined }), undefined],
    ['a group nobody asked about', [group('leads')], facts('grace'), undefined],
    ['one yes beside an unknown', [group('leads'), person('grace')], facts('grace'), true],
    ['one no beside an unknown', [group('leads'), person('linus')], facts('grace'), undefined],
    ['an owner of the team', [owners], inTeam('db', true, true), true],
    ['a member where owners decide', [owners], inTeam('db', true, false), false],
    ['a member of the team', [members], inTeam('db', true, undefined), true],
    ['somebody outside the team', [members], inTeam('db', false, false), false],
    ['a team nobody could ask about', [members], inTeam('db', undefined, undefined), undefined],
    ['a place in another channel’s team', [members], inTeam('', true, true), undefined],
    ['nobody named', [], facts('grace'), false],
  ];
  for (const [what, parties, who, expected] of cases)
    it(`says ${expected ?? 'unknown'} for ${what}`, () =>
      assert.equal(mayDecide(parties, who, 'db'), expected));
});
