// What becomes of a request by the access policy: refused, granted at once, or approvers are asked.
import assert from 'node:assert/strict';
import type { Allowance } from '../../../src/domain/allowance.ts';
import type { ApprovalRule, PolicyInForce, Rule } from '../../../src/domain/policy/access-policy.ts';
import type { PersonFacts } from '../../../src/domain/policy/question.ts';
import { type Case, type Hearing, rulingOn } from '../../../src/domain/policy/ruling.ts';
import { ada, admins, grace, noon, olu, web01 } from '../../support/requests.ts';

const hour = 3600_000;
const nobody: PersonFacts = { id: ada.id, groups: new Map(), teams: new Map() };
const anAdmin: PersonFacts = { id: grace.id, groups: new Map([[admins.id, true]]), teams: new Map() };

const production: ApprovalRule = {
  name: 'production',
  decision: 'approval',
  when: {},
  limits: { reasonRequired: false },
  approval: { approvers: [admins], quorum: 1, channel: 'prod', wait: 7200, remind: 600 },
  breakGlass: {},
  preApproval: 8 * 3600,
};
const open: Rule = {
  name: 'open',
  decision: 'automatic',
  when: {},
  limits: { longest: 7200, reasonRequired: false },
};

const inForce = (...rules: readonly Rule[]): PolicyInForce => ({
  kind: 'in-force',
  fingerprint: 'f',
  policy: { people: [], groups: [], networks: [], rules },
});

const hearing = (policy: PolicyInForce, more: Partial<Hearing> = {}): Hearing => ({
  policy,
  requester: nobody,
  allowances: [],
  channels: new Set(['prod']),
  ...more,
});

const asked: Case = {
  machine: web01,
  port: 3389,
  source: '203.0.113.7',
  time: { kind: 'for', seconds: 3600 },
  reason: 'INC-1',
  breakGlass: false,
};

const allowance: Allowance = {
  id: 'a1',
  person: ada,
  by: grace,
  machineId: web01.id,
  machine: 'web-01',
  port: 3389,
  from: noon - hour,
  until: noon + 2 * hour,
};
const allowed = (changes: Partial<Allowance> = {}, giver = anAdmin) => ({
  allowances: [{ allowance: { ...allowance, ...changes }, giver }],
});

const asking = {
  channel: 'prod',
  approvers: [admins],
  quorum: 1,
  since: noon,
  lapsesAt: noon + 2 * hour,
  remind: 600,
};
const approvalAsked = {
  kind: 'ask',
  grounds: { kind: 'approval', rule: 'production', approvals: [], asking },
};

describe('the ruling on a request', () => {
  const table: readonly [string, Hearing, Partial<Case>, unknown][] = [
    [
      'refuses without a policy file',
      hearing({ kind: 'none', why: 'missing' }),
      {},
      { kind: 'refused', refusals: [{ code: 'no-access-policy', why: 'missing' }] },
    ],
    [
      'refuses where no rule matches',
      hearing(inForce()),
      {},
      { kind: 'refused', refusals: [{ code: 'no-rule', machine: 'web-01', port: 3389 }] },
    ],
    [
      'grants by an automatic rule, which it names',
      hearing(inForce(open)),
      {},
      { kind: 'granted', grounds: { kind: 'automatic', rule: 'open' } },
    ],
    [
      'measures a fixed end from now',
      hearing(inForce(open)),
      { time: { kind: 'until', at: noon + 3 * hour } },
      { kind: 'refused', refusals: [{ code: 'too-long', maximumSeconds: 7200, rule: 'open' }] },
    ],
    ['asks approvers where a rule says so', hearing(inForce(production)), {}, approvalAsked],
    [
      'waits for approvers no longer than to the end that was asked for',
      hearing(inForce(production)),
      { time: { kind: 'until', at: noon + hour } },
      {
        ...approvalAsked,
        grounds: { ...approvalAsked.grounds, asking: { ...asking, lapsesAt: noon + hour } },
      },
    ],
    [
      'refuses where the channel for approvers is not set, whatever other channels are',
      hearing(inForce(production), { channels: new Set(['']) }),
      {},
      {
        kind: 'refused',
        refusals: [{ code: 'no-approvals-channel', rule: 'production', channel: 'prod' }],
      },
    ],
    [
      'grants at once to who breaks glass, to be reviewed by the approvers',
      hearing(inForce(production)),
      { breakGlass: true },
      {
        kind: 'granted',
        grounds: {
          kind: 'break-glass',
          rule: 'production',
          channel: 'prod',
          reviewers: [admins],
          since: noon,
        },
      },
    ],
    [
      'lets nobody break what an approver has opened in advance',
      hearing(inForce(production), allowed()),
      { breakGlass: true },
      {
        kind: 'granted',
        grounds: { kind: 'pre-approval', rule: 'production', by: [grace], until: noon + 2 * hour },
      },
    ],
    [
      'lets glass be broken for longer than an approver allowed in advance',
      hearing(inForce(production), allowed({ until: noon + hour - 1 })),
      { breakGlass: true },
      {
        kind: 'granted',
        grounds: {
          kind: 'break-glass',
          rule: 'production',
          channel: 'prod',
          reviewers: [admins],
          since: noon,
        },
      },
    ],
    [
      'lets nobody break glass where nobody could review it',
      hearing(inForce(production), { channels: new Set() }),
      { breakGlass: true },
      {
        kind: 'refused',
        refusals: [{ code: 'no-approvals-channel', rule: 'production', channel: 'prod' }],
      },
    ],
    [
      'grants what an approver allowed in advance, channel or not',
      hearing(inForce(production), { ...allowed(), channels: new Set() }),
      {},
      {
        kind: 'granted',
        grounds: { kind: 'pre-approval', rule: 'production', by: [grace], until: noon + 2 * hour },
      },
    ],
    [
      'counts the end of an allowance only where who gave it counts',
      hearing(inForce(production), {
        allowances: [
          { allowance, giver: anAdmin },
          {
            allowance: { ...allowance, id: 'a2', by: olu, until: noon + hour },
            giver: { id: olu.id, groups: new Map([[admins.id, false]]), teams: new Map() },
          },
        ],
      }),
      {},
      {
        kind: 'granted',
        grounds: { kind: 'pre-approval', rule: 'production', by: [grace], until: noon + 2 * hour },
      },
    ],
    [
      'asks when the grant would outlast what was allowed',
      hearing(inForce(production), allowed({ until: noon + hour / 2 })),
      {},
      approvalAsked,
    ],
    [
      'asks when who allowed it is no approver today',
      hearing(inForce(production), allowed({}, { ...anAdmin, groups: new Map([[admins.id, false]]) })),
      {},
      approvalAsked,
    ],
    [
      'asks when it cannot be found out whether who allowed it is an approver',
      hearing(inForce(production), allowed({}, { ...anAdmin, groups: new Map() })),
      {},
      approvalAsked,
    ],
    [
      'asks when another port was allowed',
      hearing(inForce(production), allowed({ port: 5985 })),
      {},
      approvalAsked,
    ],
  ];
  for (const [does, heard, change, expected] of table)
    it(does, () => assert.deepEqual(rulingOn(heard, { ...asked, ...change }, noon), expected));
});
