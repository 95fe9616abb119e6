// What each state owes, when, and in which order.
import assert from 'node:assert/strict';
import type { AccessRequest, Open } from '../../src/domain/access-request.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import { debtKey } from '../../src/domain/debt.ts';
import type { Kept } from '../../src/domain/early-end.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { decisionViewOf, viewOf } from '../../src/domain/view.ts';
import {
  aBreakGlass,
  aClosing,
  aDenied,
  aDraft,
  aGranted,
  anApproved,
  anOpen,
  anOpening,
  aPending,
  aReviewed,
  aSuperseded,
  grace as graceAdmin,
  noon,
  ruleToday,
  seen,
} from '../support/requests.ts';

const end = noon + 3600_000;
const grace = end + pace.closeGrace * 1000;
const late = noon + pace.openTimeout * 1000;
const minute = 60_000;

/** The same request with its card up to date and, where given, notices already told. */
function shown<R extends AccessRequest>(request: R, now: number, told: readonly string[] = []): R {
  const heard = { ...request, told: Object.fromEntries(told.map((key) => [key, { at: now }])) };
  return { ...heard, card: { messageId: 'm1', shown: viewOf(heard, now, pace) } };
}

const blocked = { kind: 'blocked', level: 'subnet' } as const;
const aFailed = lifecycle.failed(anApproved(), { code: 'azure-refused', message: 'No.' }, noon).request;
const withDone = (open: Open, kept: Kept | undefined): Open => ({
  ...open,
  done: { at: noon, by: open.requester, ...(kept && { kept }) },
});

const dues = (request: AccessRequest, now: number) => owed(request, now, pace).due.map(debtKey);
const wake = (request: AccessRequest, now: number) => owed(request, now, pace).wakeAt;

describe('owed', () => {
  const table: readonly [string, AccessRequest, number, readonly string[], number | undefined][] = [
    [
      'a new draft: its card, and to lapse a day later',
      aDraft(),
      noon,
      ['show-card'],
      noon + 24 * 60 * minute,
    ],
    ['a draft after a day: to lapse', shown(aDraft(), noon), noon + 24 * 60 * minute, ['lapse'], undefined],
    ['an approved request: Azure before the card', anApproved(), noon, ['ask-azure', 'show-card'], undefined],
    [
      'an attempt without an answer: to find out',
      shown(anOpening('unknown'), noon),
      noon,
      ['resolve-doubt'],
      late,
    ],
    ['an accepted attempt: a look', shown(anOpening(), noon), noon, ['look'], late],
    ['an attempt that was not taken: another', shown(anOpening('absent'), noon), noon, ['ask-azure'], late],
    [
      'an accepted attempt that is late: card, both notices, and looking on',
      { ...shown(anOpening(), noon), lookAt: late + 1 },
      late,
      ['show-card', 'requester/late', 'on-call/late'],
      late + 1,
    ],
    [
      'attempts that were never taken in time: to give up',
      shown(anOpening('absent'), late, ['requester/late', 'on-call/late']),
      late,
      ['give-up'],
      undefined,
    ],
    [
      'an accepted attempt that was never seen open: to end at its end',
      { ...shown(anOpening(), end, ['requester/late', 'on-call/late']), lookAt: end + 1 },
      end,
      ['end'],
      end + 1,
    ],
    [
      'an open port: the card and one notice, and a look a minute later',
      anOpen(),
      noon,
      ['show-card', 'requester/ready', 'on-call/ready'],
      noon + 65_000,
    ],
    [
      'an open port, all said: to warn ten minutes before the end',
      { ...shown(anOpen(), noon, ['requester/ready', 'on-call/ready']), lookAt: end },
      end - 10 * minute - 1,
      [],
      end - 10 * minute,
    ],
    [
      'an open port, warned: nothing until the next look',
      shown(anOpen(), noon, ['requester/ready', 'on-call/ready', 'requester/ending']),
      noon,
      [],
      noon + 65_000,
    ],
    [
      'an open port at its end: to end, before anything else',
      shown(anOpen(), noon, ['requester/ready', 'on-call/ready', 'requester/ending']),
      end,
      ['end', 'look'],
      undefined,
    ],
    [
      'an open port whose rule is surely lost: card and both notices',
      {
        ...shown(anOpen(), noon, ['requester/ready', 'on-call/ready']),
        lost: { since: noon, sight: blocked, sure: true },
      },
      noon,
      ['show-card', `requester/lost/${noon}`, `on-call/lost/${noon}`],
      noon + 65_000,
    ],
    [
      'an extended grant that another rule lets in now: its card, which names the rule',
      {
        ...shown({ ...anOpen(), extends: { chain: ['req-0'], endsAt: noon, settled: true } }, noon, [
          'requester/ready',
          'on-call/ready',
        ]),
        sight: { ...seen, rule: { ...seen.rule, name: 'another' } },
      },
      noon,
      ['show-card'],
      noon + 65_000,
    ],
    [
      'an open port that was not seen once: nothing is said of it yet',
      {
        ...shown(anOpen(), noon, ['requester/ready', 'on-call/ready']),
        lost: { since: noon, sight: blocked },
      },
      noon,
      [],
      noon + 65_000,
    ],
    [
      'an open port of somebody who is done: to delete its rule, and no warning',
      withDone(shown(anOpen(), noon, ['requester/ready', 'on-call/ready']), undefined),
      end - 5 * minute,
      ['revoke', 'show-card'],
      end,
    ],
    [
      'one that stays open all the same because nothing is deleted: no warning, no notice, looked at on',
      withDone(shown(anOpen(), noon, ['requester/ready', 'on-call/ready']), { why: 'not-set' }),
      end - 5 * minute,
      ['look', 'show-card'],
      end,
    ],
    [
      'one whose rule another needs: it is said',
      withDone(shown(anOpen(), noon, ['requester/ready', 'on-call/ready']), { why: 'shared', until: end }),
      noon,
      ['show-card', 'requester/kept'],
      noon + 65_000,
    ],
    [
      'an open port that is being extended: the warning it had loses its buttons',
      {
        ...shown(anOpen(), noon),
        told: {
          'requester/ready': { at: 1 },
          'on-call/ready': { at: 1 },
          'requester/ending': { at: 1, messageId: 'w' },
        },
        extension: 'req-2',
      },
      noon,
      ['show-card', 'retire/ending'],
      noon + 65_000,
    ],
    [
      'a warning that lost its buttons: nothing more',
      {
        ...shown(aClosing(), end),
        told: { 'requester/ending': { at: 1, messageId: 'w', retired: true } },
      },
      end,
      ['look'],
      grace,
    ],
    [
      'a warning that could not be posted: nothing to take away, and on-call hears of it',
      { ...shown(aClosing(), end), told: { 'requester/ending': { at: 1, why: 'gone' } } },
      end,
      ['look', 'on-call/unheard'],
      grace,
    ],
    [
      'an extension that Azure accepted: the grant before it, even before looking',
      { ...shown(anOpening(), noon), extends: { chain: ['req-0'], endsAt: noon } },
      noon,
      ['succeed', 'look'],
      late,
    ],
    [
      'an extension of which nothing is known yet: only its own',
      { ...shown(anOpening('unknown'), noon), extends: { chain: ['req-0'], endsAt: noon } },
      noon,
      ['resolve-doubt'],
      late,
    ],
    [
      'an extension that failed: the grant before it may be extended again',
      {
        ...shown(aFailed, noon, ['requester/failed', 'on-call/failed']),
        extends: { chain: ['req-0'], endsAt: noon },
      },
      noon,
      ['succeed'],
      undefined,
    ],
    [
      'an extension whose grant knows of it: nothing more',
      {
        ...shown(aFailed, noon, ['requester/failed', 'on-call/failed']),
        extends: { chain: ['req-0'], endsAt: noon, settled: true },
      },
      noon,
      [],
      undefined,
    ],
    ['a grant that was taken over: its card alone', aSuperseded(), noon, ['show-card'], undefined],
    ['a closing: a look', shown(aClosing(), end), end, ['look'], grace],
    [
      'a closing after the grace: card and first overdue notices, the next in ten minutes',
      { ...shown(aClosing(), end), lookAt: grace + 5 },
      grace,
      ['show-card', 'on-call/overdue/0', 'requester/overdue/0'],
      grace + 5,
    ],
    [
      'a closing found overdue after a long silence: the latest notice, not all that were missed',
      {
        ...shown(aClosing(), grace + 45 * minute, ['on-call/overdue/0', 'requester/overdue/0']),
        lookAt: Number.MAX_SAFE_INTEGER,
      },
      grace + 45 * minute,
      ['on-call/overdue/2'],
      grace + 100 * minute,
    ],
    [
      'a closed port: card and both notices',
      lifecycle.closed(aClosing(), undefined, end).request,
      end,
      ['show-card', 'requester/closed', 'on-call/closed'],
      undefined,
    ],
    [
      'a closed port, all said: nothing ever',
      shown(lifecycle.closed(aClosing(), undefined, end).request, end, [
        'requester/closed',
        'on-call/closed',
      ]),
      end,
      [],
      undefined,
    ],
  ];
  for (const [situation, request, now, due, wakeAt] of table)
    it(`of ${situation}`, () => assert.deepEqual([dues(request, now), wake(request, now)], [due, wakeAt]));

  it('waits for a setback to pass before trying the same debt again, and not for others', () => {
    const tripped = {
      ...anOpen(),
      setbacks: { 'show-card': { tries: 1, notBefore: noon + 2000, message: 'x' } },
    };
    assert.deepEqual(
      [dues(tripped, noon), wake(tripped, noon)],
      [['requester/ready', 'on-call/ready'], noon + 2000],
    );
    assert.deepEqual(dues(tripped, noon + 2000), ['show-card', 'requester/ready', 'on-call/ready']);
  });
});

describe('what approvers are owed', () => {
  /** Cards up to date everywhere, and these notices told. */
  function settled<R extends AccessRequest>(request: R, now: number, told: readonly string[] = []): R {
    const view = decisionViewOf(request, now);
    const decisionCards = request.decisionCards.map((card) => ({
      ...card,
      at: { conversationId: 'approvals', messageId: 'd1' },
      ...(view === undefined ? {} : { shown: view }),
    }));
    return { ...shown(request, now, told), decisionCards };
  }
  const escalate = { at: noon + 30 * minute, to: [{ kind: 'person', ...graceAdmin }] } as const;
  const toSecurity = aPending('req-1', { escalate: { ...escalate, channel: 'security' } });
  const day = 24 * 60 * minute;
  const lapses = noon + 120 * minute;

  const table: readonly [string, AccessRequest, number, readonly string[], number | undefined][] = [
    [
      'a request that was just sent: both cards, and a first reminder later',
      aPending(),
      noon,
      ['show-card', 'show-decision/0'],
      noon + 10 * minute,
    ],
    [
      'a request that waits: the reminders, each gap twice the one before',
      settled(aPending(), noon + 10 * minute),
      noon + 10 * minute,
      ['approvers/remind/0'],
      noon + 30 * minute,
    ],
    [
      'a request whose bot was down: only the latest reminder',
      settled(aPending(), noon + 71 * minute),
      noon + 71 * minute,
      ['approvers/remind/2'],
      lapses,
    ],
    [
      'a request that nobody decided on: to lapse',
      settled(aPending(), lapses, ['approvers/remind/2']),
      lapses,
      ['lapse'],
      noon + 150 * minute,
    ],
    [
      'a request without reminders: nothing until it lapses',
      { ...settled(withoutReminders(), noon), told: {} },
      noon + minute,
      [],
      lapses,
    ],
    [
      'an escalation to the same channel: a notice, and the card anew',
      settled(aPending('req-1', { escalate }), noon, ['approvers/remind/0', 'approvers/remind/1']),
      noon + 30 * minute,
      ['show-decision/0', 'escalation/escalated'],
      noon + 70 * minute,
    ],
    [
      'an escalation to another channel: a card there as well',
      settled(toSecurity, noon, ['approvers/remind/1']),
      noon + 30 * minute,
      ['escalate', 'show-decision/0', 'escalation/escalated'],
      noon + 70 * minute,
    ],
    [
      'a request whose channel is gone: requester and on-call hear that nobody could be asked',
      { ...shown(aPending(), noon), decisionCards: [{ channel: '', why: 'gone' }] },
      noon,
      ['show-card', 'requester/unasked', 'on-call/unasked'],
      noon + 10 * minute,
    ],
    [
      'a granted request: Azure first, both cards, and the requester hears of it',
      aGranted(),
      noon + minute,
      ['ask-azure', 'show-card', 'show-decision/0', 'requester/approved'],
      undefined,
    ],
    [
      'a denied request: both cards, and the requester hears of it',
      aDenied(),
      noon + minute,
      ['show-card', 'show-decision/0', 'requester/denied'],
      undefined,
    ],
    [
      'a withdrawn request: nobody is asked any more',
      lifecycle.withdrawn(settled(aPending(), noon), noon).request,
      noon,
      ['show-card', 'show-decision/0'],
      undefined,
    ],
    [
      'a request that lapsed while approvers were asked: the requester hears of it',
      lifecycle.lapsed(settled(aPending(), noon), noon).request,
      noon,
      ['show-card', 'show-decision/0', 'requester/lapsed'],
      undefined,
    ],
    [
      'a form that lapsed: its card alone',
      lifecycle.lapsed(aDraft(), noon).request,
      noon,
      ['show-card'],
      undefined,
    ],
    [
      'a broken glass: Azure first, then loudly to approvers and on-call, and the review card',
      aBreakGlass(),
      noon,
      ['ask-azure', 'show-card', 'show-decision/0', 'approvers/break-glass', 'on-call/break-glass'],
      noon + day,
    ],
    [
      'a broken glass that nobody reviewed for a day, long after it was shut',
      lifecycle.failed(
        settled(aBreakGlass(), noon, ['approvers/break-glass', 'on-call/break-glass']),
        { code: 'azure-refused', message: 'No.' },
        noon,
      ).request,
      noon + day,
      ['show-card', 'requester/failed', 'on-call/failed', 'approvers/review/0'],
      noon + 2 * day,
    ],
    [
      'a broken glass that was reviewed: no more reminders',
      settled(aReviewed(), noon + minute, ['approvers/break-glass', 'on-call/break-glass']),
      noon + minute,
      ['ask-azure'],
      undefined,
    ],
  ];
  for (const [situation, request, now, due, wakeAt] of table)
    it(`has ${situation}`, () => {
      assert.deepEqual([dues(request, now), wake(request, now)], [due, wakeAt]);
    });

  function withoutReminders() {
    const pending = aPending();
    const { remind: _, ...asking } = pending.grounds.asking;
    return { ...pending, grounds: { ...pending.grounds, asking } };
  }

  it('draws a decision card anew when somebody approved', () => {
    const pending = settled(aPending('req-1', { quorum: 2 }), noon);
    const { request } = approvalMoves.agreed(pending, [{ by: graceAdmin, at: noon }], ruleToday(2), noon);
    assert.deepEqual(dues(request, noon), ['show-card', 'show-decision/0']);
  });

  it('draws both cards anew when somebody agreed to less than before, or took another’s place', () => {
    const yes = (by: typeof graceAdmin, at: number) =>
      approvalMoves.agreed(aPending('req-1', { quorum: 2 }), [{ by, at }], ruleToday(2), at).request;
    const before = settled(yes(graceAdmin, noon), noon);
    const later = { ...before, grounds: yes(graceAdmin, noon + minute).grounds };
    assert.deepEqual(dues(later, noon + minute), ['show-card', 'show-decision/0']);
  });

  it('draws the requester’s card anew when a broken glass was reviewed', () => {
    const before = settled(aBreakGlass(), noon, ['approvers/break-glass', 'on-call/break-glass']);
    assert.deepEqual(dues({ ...before, grounds: aReviewed().grounds }, noon), [
      'ask-azure',
      'show-card',
      'show-decision/0',
    ]);
  });

  it('tells on-call of a broken glass where the channel for its review is gone, and again every day', () => {
    const gone = { ...aBreakGlass(), decisionCards: [{ channel: '', why: 'gone' }] };
    const failed = lifecycle.failed(gone, { code: 'azure-refused', message: 'No.' }, noon).request;
    const told = ['approvers/break-glass', 'on-call/break-glass', 'requester/failed', 'on-call/failed'];
    assert.deepEqual(dues(shown(failed, noon, told), noon + day), ['on-call/unasked', 'on-call/review/0']);
  });

  it('gives up what could not be asked of Azure in time after it was approved', () => {
    assert.deepEqual(dues(shown(anApproved(), noon), late), ['give-up']);
  });

  it('keeps the card in a channel’s old place true, and asks in the new one', () => {
    const { request } = approvalMoves.rerouted(settled(aPending(), noon), '', noon);
    assert.deepEqual(
      [request.decisionCards.map(({ former }) => former), dues(request, noon)],
      [[true, undefined], ['show-decision/1']],
    );
    const denied = approvalMoves.denied(request, graceAdmin, '', noon).request;
    assert.deepEqual(dues(denied, noon).slice(1, 3), ['show-decision/0', 'show-decision/1']);
  });
});
