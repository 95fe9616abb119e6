// Which notices to on-call mention the people on duty: every one that there is.
import { deepEqual, throws } from 'node:assert/strict';
import { isLoud } from '../../cards/loudness.ts';
import { noticeText } from '../../cards/notice-text.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Audience, Notice } from '../../src/domain/debt.ts';
import {
  agreedTwice,
  approved,
  broken,
  closed,
  closing,
  failed,
  grace,
  linus,
  minutes,
  neverOpen,
  open,
  opening,
  pending,
  rule,
  unasked,
} from './samples.ts';

const nothingAsked = { decisionCards: [{ channel: 'prod', why: 'gone' }] };
const unheard = { 'requester/ready': { at: minutes(2), why: 'The conversation is gone.' } };
const early = { endsAt: minutes(61), why: 'gone' } as const;
const done = { endsAt: minutes(61), why: 'done', by: grace } as const;

const table: readonly (readonly [
  what: string,
  request: AccessRequest,
  notice: Notice,
  loudness: 'loud' | 'quiet',
])[] = [
  ['a port that should be shut', closing(), 'overdue/0', 'loud'],
  ['the same, days later', closing({ kind: 'jit-rule-remains', rule }), 'overdue/14', 'loud'],
  ['a broken glass', { ...opening(), grounds: broken }, 'break-glass', 'loud'],
  [
    'a review that nobody can be asked for',
    { ...open, ...nothingAsked, grounds: broken },
    'review/3',
    'loud',
  ],
  ['approvers who cannot be asked', unasked, 'unasked', 'loud'],
  ['reviewers who cannot be asked', { ...open, ...nothingAsked, grounds: broken }, 'unasked', 'loud'],
  [
    'an end with the port open by another rule',
    { ...closed, remains: { kind: 'open-by-other-rule', rule } },
    'closed',
    'loud',
  ],
  [
    'an end with the port open by no rule at all',
    { ...closed, remains: { kind: 'open-by-other-rule' } },
    'closed',
    'loud',
  ],
  ['access that something else took away', { ...closed, early }, 'closed', 'loud'],
  [
    'a port that is blocked by another rule now',
    { ...open, lost: { since: minutes(9), sight: { kind: 'blocked', level: 'subnet', rule }, sure: true } },
    'lost/9',
    'loud',
  ],
  ['a port that was opened', open, 'ready', 'quiet'],
  [
    'a grant that was extended',
    { ...open, extends: { chain: ['req-1'], endsAt: minutes(30) } },
    'ready',
    'quiet',
  ],
  ['a port that was closed', closed, 'closed', 'quiet'],
  ['a port that was closed because its requester was done', { ...closed, early: done }, 'closed', 'quiet'],
  ['a port that was never seen open', neverOpen, 'closed', 'quiet'],
  [
    'a port that stays open for another grant',
    { ...closed, remains: { kind: 'open-by-other-grant', until: minutes(90) } },
    'closed',
    'quiet',
  ],
  ['a port that is not open in time', opening({ kind: 'no-jit-rule' }), 'late', 'quiet'],
  ['a requester who cannot be told that it ends', { ...open, told: unheard }, 'unheard', 'loud'],
  ['a requester who could not be told that it is closed', { ...closed, told: unheard }, 'unheard', 'quiet'],
  ['a request that failed', failed('azure-refused', 'No.'), 'failed', 'quiet'],
];

describe('a notice to on-call', () => {
  for (const [what, request, notice, loudness] of table)
    it(`is ${loudness} of ${what}`, () => {
      const onDuty = [grace, linus];
      deepEqual(
        [isLoud(request, notice), noticeText(request, notice, 'on-call', onDuty).mentions],
        loudness === 'loud' ? [true, onDuty] : [false, undefined],
      );
    });

  it('mentions nobody where nobody is on duty', () =>
    deepEqual('mentions' in noticeText(closing(), 'overdue/0', 'on-call', []), false));

  it('is decided for every kind of notice, and for nothing else', () =>
    throws(() => isLoud(closing(), 'sundry/1' as Notice), /nobody has decided how loud sundry/));
});

describe('a notice to others', () => {
  for (const [request, notice, to] of [
    [pending(), 'remind/0', 'approvers'],
    [{ ...approved, grounds: broken }, 'break-glass', 'approvers'],
    [pending(), 'escalated', 'escalation'],
  ] as const satisfies readonly (readonly [AccessRequest, Notice, Audience])[])
    it(`never mentions who is on duty: ${notice} to ${to}`, () =>
      deepEqual(noticeText(request, notice, to, [grace]).mentions, undefined));

  it('mentions its requester', () =>
    deepEqual(noticeText({ ...approved, grounds: agreedTwice }, 'approved', 'requester', [grace]).mentions, [
      approved.requester,
    ]));
});
