// What was let in, and then had to wait, held against the policies of the moment at which Azure would be asked.
import assert from 'node:assert/strict';
import type { Grounds } from '../../src/domain/grounds.ts';
import type { ApprovalRule, PolicyInForce, Rule } from '../../src/domain/policy/access-policy.ts';
import type { PersonFacts } from '../../src/domain/policy/question.ts';
import type { Hearing } from '../../src/domain/policy/ruling.ts';
import { stillAllowed } from '../../src/domain/still-allowed.ts';
import {
  ada,
  admins,
  anApproval,
  brokenGlass,
  byApproval,
  automatic as byEverything,
  grace,
  noon,
  terms,
  web01,
} from '../support/requests.ts';
import { automatic, group, refuse } from './policy/builders.ts';

const hour = 3600_000;
const everything = automatic('everything');
const needsTwo = ruleFor(2);

function ruleFor(quorum: number, more: Partial<ApprovalRule> = {}): ApprovalRule {
  return {
    name: byApproval().rule,
    decision: 'approval',
    when: {},
    limits: { reasonRequired: false },
    approval: { approvers: [admins], quorum, channel: '', wait: 7200 },
    ...more,
  };
}

const anAdmin: PersonFacts = { id: grace.id, groups: new Map([[admins.id, true]]), teams: new Map() };

/** @returns whether it is; `undefined`: it cannot be told. @param approver what is known of Grace today */
function judged(
  grounds: Grounds,
  rules: readonly Rule[] | PolicyInForce,
  more: Partial<Hearing> = {},
  approver = anAdmin,
): boolean | undefined {
  const { kind } = whatIsSaid(grounds, rules, more, approver);
  return kind === 'unknown' ? undefined : kind === 'allowed';
}

function whatIsSaid(
  grounds: Grounds,
  rules: readonly Rule[] | PolicyInForce,
  more: Partial<Hearing> = {},
  approver = anAdmin,
) {
  const policy: PolicyInForce =
    'kind' in rules
      ? rules
      : { kind: 'in-force', fingerprint: 'f', policy: { people: [], groups: [], networks: [], rules } };
  const hearing: Hearing = {
    policy,
    requester: { id: ada.id, groups: new Map(), teams: new Map() },
    allowances: [],
    channels: new Set(['']),
    ...more,
  };
  const time = { kind: 'until', at: noon + hour } as const;
  const approvers = new Map([[grace.id, approver]]);
  return stillAllowed({ terms, grounds }, { machine: web01, time, approvers }, hearing, noon);
}

describe('what was let in a while ago', () => {
  const yes: Grounds = { ...byApproval(), approvals: [anApproval()] };

  it('still is where a rule asks nobody, whatever it stood on', () => {
    for (const grounds of [byEverything, yes, brokenGlass]) assert.equal(judged(grounds, [everything]), true);
  });

  it('is not where a rule refuses, none lets it in, or its time is longer than may be had', () => {
    for (const grounds of [byEverything, yes]) {
      assert.equal(judged(grounds, [refuse('freeze'), everything]), false);
      assert.equal(judged(grounds, []), false);
      assert.equal(judged(grounds, [automatic('short', {}, { longest: 1800 })]), false);
    }
  });

  it('is not where approvers have to be asked who were not', () => {
    assert.equal(judged(byEverything, [ruleFor(1)]), false);
    assert.equal(judged(yes, [needsTwo]), false);
    assert.deepEqual(whatIsSaid(yes, [needsTwo]), {
      kind: 'not-any-more',
      refusals: [],
      rule: needsTwo.name,
    });
    const waived: Grounds = { ...byApproval(), approvals: [], waivedBy: 'everything' };
    assert.equal(judged(waived, [ruleFor(1)]), false);
  });

  it('is by a yes that is enough, whether or not their channel is set by now', () => {
    assert.equal(judged(yes, [ruleFor(1)]), true);
    assert.equal(judged(yes, [ruleFor(1)], { channels: new Set() }), true);
    assert.equal(judged(yes, [needsTwo], { channels: new Set() }), false);
  });

  it('is not, or cannot be told, where who agreed may not decide any more, or nobody knows', () => {
    const left: PersonFacts = { ...anAdmin, groups: new Map([[admins.id, false]]) };
    const unread: PersonFacts = { ...anAdmin, groups: new Map([[admins.id, undefined]]) };
    assert.equal(judged(yes, [ruleFor(1)], {}, left), false);
    assert.equal(judged(yes, [ruleFor(1)], {}, unread), undefined);
    assert.equal(judged(yes, [needsTwo], {}, unread), false);
    const others = { approvers: [group('others')] as const, quorum: 1, channel: '', wait: 7200 };
    const noOther: PersonFacts = { ...anAdmin, groups: new Map([['id-of-others', false]]) };
    assert.equal(judged(yes, [ruleFor(1, { approval: others })], {}, noOther), false);
    // Another rule of the same people.
    assert.equal(judged(yes, [ruleFor(1, { name: 'another' })]), true);
  });

  it('says what is against it', () => {
    assert.deepEqual(whatIsSaid(byEverything, [refuse('freeze', {}, { because: 'Quarter end.' })]), {
      kind: 'not-any-more',
      refusals: [{ code: 'rule-refuses', rule: 'freeze', because: 'Quarter end.' }],
    });
  });

  it('is by broken glass while the rule has glass to break, and somebody hears of it', () => {
    assert.equal(judged(brokenGlass, [ruleFor(1, { breakGlass: {} })]), true);
    assert.equal(judged(brokenGlass, [ruleFor(1)]), false);
    assert.equal(judged(brokenGlass, [ruleFor(1, { breakGlass: {} })], { channels: new Set() }), false);
  });

  it('is by what approvers allowed in advance while that covers it, and stands', () => {
    const grounds: Grounds = {
      kind: 'pre-approval',
      rule: byApproval().rule,
      by: [grace],
      until: noon + hour,
    };
    const rule = ruleFor(1, { preApproval: 8 * 3600 });
    const allowance = {
      id: 'a1',
      person: ada,
      by: grace,
      machineId: web01.id,
      machine: web01.name,
      port: terms.port,
      from: noon - hour,
      until: noon + hour,
    };
    const giver = anAdmin;
    assert.equal(judged(grounds, [rule], { allowances: [{ allowance, giver }] }), true);
    const shorter = { ...allowance, until: noon + hour - 1 };
    assert.equal(judged(grounds, [rule], { allowances: [{ allowance: shorter, giver }] }), false);
    assert.equal(judged(grounds, [rule]), false);
  });

  it('cannot be told without a policy, or where a rule that may be about them cannot be told', () => {
    assert.equal(judged(byEverything, { kind: 'none', why: 'unreadable' }), undefined);
    const mayBe = refuse('interns', { requesters: [group('interns')] });
    const unknown = { id: ada.id, groups: new Map([['id-of-interns', undefined]]), teams: new Map() };
    assert.equal(judged(byEverything, [mayBe, everything], { requester: unknown }), undefined);
  });
});
