// What an approver's click makes of a waiting request, judged by the access policy as it is at the click.
import assert from 'node:assert/strict';
import type { Pending } from '../../src/domain/access-request.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import { type Decided, type Decision, decide, type Today } from '../../src/domain/decide.ts';
import type { ApprovalRule, Rule } from '../../src/domain/policy/access-policy.ts';
import type { Known, PersonFacts } from '../../src/domain/policy/question.ts';
import type { Terms } from '../../src/domain/terms.ts';
import {
  aDraft,
  ada,
  admins,
  anApproval,
  aPending,
  byApproval,
  grace,
  noon,
  ruleToday,
  terms,
  web01,
} from '../support/requests.ts';

const linus = { id: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Linus Admin' };
const mallory = { id: 'aaaaaaaa-0000-4000-8000-000000000009', name: 'Mallory' };
const minute = 60_000;

/** What is known of somebody: whether they are in the group `admins`. */
const facts = (id: string, admin: Known): PersonFacts => ({
  id,
  groups: new Map([[admins.id, admin]]),
  teams: new Map(),
});

const production = (changes: Partial<ApprovalRule> = {}, quorum = 1): ApprovalRule => ({
  name: 'production',
  decision: 'approval',
  when: {},
  limits: { reasonRequired: false },
  approval: { approvers: [admins], quorum, channel: '', wait: 7200 },
  ...changes,
});

interface Situation {
  readonly pending?: Pending;
  readonly person?: typeof grace;
  readonly admin?: Known;
  readonly decision?: Decision;
  readonly rules?: readonly Rule[];
  readonly today?: Partial<Today>;
  readonly at?: number;
}

function decided(situation: Situation): Decided {
  const { pending = aPending(), person = grace } = situation;
  const admin = 'admin' in situation ? situation.admin : true;
  const { decision = { kind: 'approve' }, rules = [production()], at = noon + minute } = situation;
  const today: Today = {
    policy: {
      kind: 'in-force',
      fingerprint: 'f',
      policy: { people: [], groups: [], networks: [], rules },
    },
    requester: facts(ada.id, false),
    machine: web01,
    earlier: new Map(),
    ...situation.today,
  };
  return decide(pending, { person, facts: facts(person.id, admin) }, decision, today, at);
}

/** The state that follows, with what it stands on; or why nothing changes. */
function outcome(situation: Situation): unknown {
  const result = decided(situation);
  if (result.kind !== 'moved') return result.kind;
  const { request } = result.move;
  if (request.state === 'refused') return ['refused', request.refusals];
  if (request.state === 'denied') return ['denied', request.by.name, request.reason];
  if (request.state !== 'approved' && request.state !== 'pending') return request.state;
  const { grounds } = request;
  if (grounds.kind !== 'approval') return 'grounds lost';
  return [request.state, grounds.approvals.map(({ by }) => by.name), request.terms.time];
}

const hour: Terms['time'] = { kind: 'for', seconds: 3600 };
const half: Pending = approvalMoves.agreed(
  aPending('req-1', { quorum: 2 }),
  [anApproval()],
  ruleToday(2),
  noon,
).request;
/** The same, for ten minutes at most. */
const tenMinutes: Pending = approvalMoves.agreed(
  aPending('req-1', { quorum: 2 }),
  [anApproval({ seconds: 600 })],
  ruleToday(2),
  noon,
).request;
const graceStill = (admin: Known) => ({ earlier: new Map([[grace.id, facts(grace.id, admin)]]) });

describe('a decision on a waiting request', () => {
  const table: readonly [does: string, situation: Situation, expected: unknown][] = [
    ['approves by one of those who may', {}, ['approved', ['Grace Admin'], hour]],
    ['refuses approval by its own requester', { person: ada }, 'own'],
    [
      'refuses approval by its own requester also under another name',
      { person: { ...ada, name: 'Grace Admin' } },
      'own',
    ],
    ['refuses a denial by its own requester', { person: ada, decision: { kind: 'deny', reason: '' } }, 'own'],
    ['changes nothing by somebody who may not decide', { person: mallory, admin: false }, 'not-approver'],
    ['changes nothing where it cannot be found out who may', { admin: undefined }, 'unknown'],
    [
      'denies with the reason given',
      { decision: { kind: 'deny', reason: 'Not on a Monday.' } },
      ['denied', 'Grace Admin', 'Not on a Monday.'],
    ],
    [
      'lets nobody deny who may not decide',
      { person: mallory, admin: false, decision: { kind: 'deny', reason: '' } },
      'not-approver',
    ],
    [
      'waits for a second person where two are needed',
      { pending: aPending('req-1', { quorum: 2 }), rules: [production({}, 2)] },
      ['pending', ['Grace Admin'], hour],
    ],
    [
      'approves with the second of two people',
      { pending: half, person: linus, rules: [production({}, 2)], today: graceStill(true) },
      ['approved', ['Grace Admin', 'Linus Admin'], hour],
    ],
    [
      'counts nobody twice',
      { pending: half, rules: [production({}, 2)], today: graceStill(true) },
      'already',
    ],
    [
      'no longer counts who has been taken out of the approvers meanwhile',
      { pending: half, person: linus, rules: [production({}, 2)], today: graceStill(false) },
      ['pending', ['Linus Admin'], hour],
    ],
    [
      'does not count who cannot be looked up, and does not forget them either',
      { pending: half, person: linus, rules: [production({}, 2)], today: graceStill(undefined) },
      ['pending', ['Grace Admin', 'Linus Admin'], hour],
    ],
    [
      'approves for less',
      { decision: { kind: 'approve-less', seconds: 1800 } },
      ['approved', ['Grace Admin'], { kind: 'for', seconds: 1800 }],
    ],
    [
      'keeps the shortest time that anybody agreed to',
      {
        pending: tenMinutes,
        person: linus,
        rules: [production({}, 2)],
        decision: { kind: 'approve-less', seconds: 1800 },
        today: graceStill(true),
      },
      ['approved', ['Grace Admin', 'Linus Admin'], { kind: 'for', seconds: 600 }],
    ],
    ['takes no "less" that is as much', { decision: { kind: 'approve-less', seconds: 3600 } }, 'not-less'],
    ['takes no "less" that is too short', { decision: { kind: 'approve-less', seconds: 59 } }, 'too-short'],
    [
      'is refused when today’s policy refuses it',
      { rules: [{ name: 'freeze', decision: 'refused', when: {} }, production()] },
      ['refused', [{ code: 'rule-refuses', rule: 'freeze' }]],
    ],
    [
      'is refused when no rule is left for it',
      { rules: [] },
      ['refused', [{ code: 'no-rule', machine: 'web-01', port: 3389 }]],
    ],
    [
      'is not ended by a plain yes where today’s rule allows less: the approver is told',
      { rules: [production({ limits: { longest: 1800, reasonRequired: false } })] },
      'only-less',
    ],
    ['is over when its time to be decided on is over', { at: noon + 7200_000 }, 'lapsed'],
    [
      'takes a "less" that is delivered twice once',
      {
        pending: tenMinutes,
        rules: [production({}, 2)],
        decision: { kind: 'approve-less', seconds: 600 },
        today: graceStill(true),
      },
      'already',
    ],
    [
      'takes another "less" by the same person in place of the first',
      {
        pending: tenMinutes,
        rules: [production({}, 2)],
        decision: { kind: 'approve-less', seconds: 300 },
        today: graceStill(true),
      },
      ['pending', ['Grace Admin'], hour],
    ],
    [
      'is approved when today’s rule allows less, and the approver said as little',
      {
        rules: [production({ limits: { longest: 1800, reasonRequired: false } })],
        decision: { kind: 'approve-less', seconds: 1800 },
      },
      ['approved', ['Grace Admin'], { kind: 'for', seconds: 1800 }],
    ],
    [
      'does not let who may not decide find out by a click, nor end it by today’s policy',
      { person: mallory, admin: false, rules: [] },
      'not-approver',
    ],
    [
      'waits while there is no policy to ask',
      { today: { policy: { kind: 'none', why: 'unreadable' } } },
      'unknown',
    ],
    [
      'is refused when the machine is gone',
      { today: { machine: undefined } },
      ['refused', [{ code: 'machine-gone', machine: 'web-01' }]],
    ],
    [
      'is refused when JIT no longer offers the port',
      { today: { machine: { ...web01, jitPorts: web01.jitPorts.slice(1) } } },
      ['refused', [{ code: 'port-not-offered', port: 3389, offered: [5985] }]],
    ],
    [
      'waits where it cannot be found out whether the requester may ask',
      {
        rules: [production({ when: { requesters: [{ kind: 'group', id: 'g', name: 'dba' }] } })],
      },
      'unknown',
    ],
    [
      'follows a rule that asks for more people now',
      { rules: [production({}, 2)] },
      ['pending', ['Grace Admin'], hour],
    ],
  ];
  for (const [does, situation, expected] of table)
    it(does, () => assert.deepEqual(outcome(situation), expected));

  it('says so when today’s policy asks nobody any more', () => {
    const result = decided({
      rules: [{ name: 'relaxed', decision: 'automatic', when: {}, limits: { reasonRequired: false } }],
    });
    assert.equal(result.kind, 'moved');
    const { request, entries } = result.move;
    assert.equal(request.state, 'approved');
    assert.deepEqual(request.grounds, { ...byApproval(), waivedBy: 'relaxed' });
    assert.deepEqual(
      entries.map(({ actor, kind }) => [actor, kind]),
      [
        [grace.id, 'decision-approve'],
        ['bot', 'approved'],
      ],
    );
  });

  it('does not reach beyond a fixed end when less is agreed to', () => {
    const until = { ...terms, time: { kind: 'until', at: noon + 3600_000 } } as const;
    const pending = approvalMoves.sentToApprovers(aDraft(), until, byApproval(), noon).request;
    assert.deepEqual(
      outcome({ pending, decision: { kind: 'approve-less', seconds: 1800 }, at: noon + minute }),
      ['approved', ['Grace Admin'], { kind: 'until', at: noon + minute + 1800_000 }],
    );
  });

  it('names who clicked when it comes out as refused', () => {
    const result = decided({ rules: [] });
    assert.equal(result.kind, 'moved');
    assert.deepEqual(
      result.move.entries.map(({ actor, kind }) => [actor, kind]),
      [
        [grace.id, 'decision-approve'],
        ['bot', 'refused'],
      ],
    );
  });

  it('opens by the JIT policy that lists the port today', () => {
    const [rdp, ...others] = web01.jitPorts;
    const moved = { ...rdp, policyId: '/another/policy', protocol: '*' } as (typeof web01.jitPorts)[0];
    const result = decided({ today: { machine: { ...web01, jitPorts: [moved, ...others] } } });
    assert.equal(result.kind, 'moved');
    const { request } = result.move;
    assert.deepEqual(request.state === 'approved' && [request.terms.policyId, request.terms.protocol], [
      '/another/policy',
      '*',
    ]);
  });

  it('shows what today’s rule asks for from then on', () => {
    const result = decided({ rules: [production({ name: 'stricter' }, 3)] });
    assert.equal(result.kind, 'moved');
    const { request } = result.move;
    assert.deepEqual(request.state === 'pending' && [request.grounds.rule, request.grounds.asking.quorum], [
      'stricter',
      3,
    ]);
  });

  describe('that was escalated', () => {
    const escalate = { at: noon + 10 * minute, to: [{ kind: 'person', ...linus }] } as const;
    const pending = aPending('req-1', { escalate });
    const rules = [
      production({
        approval: {
          approvers: [admins],
          quorum: 1,
          channel: '',
          wait: 7200,
          escalate: { after: 600, to: [{ kind: 'person', ...linus }] },
        },
      }),
    ];
    it('lets those it was escalated to decide, from then on', () => {
      const by = (at: number) => outcome({ pending, rules, person: linus, admin: false, at });
      assert.deepEqual(
        [by(noon + 10 * minute - 1), by(noon + 10 * minute)],
        ['not-approver', ['approved', ['Linus Admin'], hour]],
      );
    });
  });

  it('records who decided, and never more than was asked', () => {
    const result = decided({ decision: { kind: 'approve-less', seconds: 1800 } });
    assert.equal(result.kind, 'moved');
    assert.deepEqual(
      result.move.entries.map(({ actor, kind, facts: said }) => [actor, kind, said.seconds ?? said.time]),
      [
        [grace.id, 'decision-approve', 1800],
        ['bot', 'approved', { kind: 'for', seconds: 1800 }],
      ],
    );
  });
});
