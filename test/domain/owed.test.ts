// What each state owes, when, and in which order.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { debtKey, owed, viewOf } from '../../src/domain/owed.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { aClosing, aDraft, anApproved, anOpen, anOpening, noon } from '../support/requests.ts';

const end = noon + 3600_000;
const grace = end + pace.closeGrace * 1000;
const late = noon + pace.openTimeout * 1000;
const minute = 60_000;

/** The same request with its card up to date and, where given, notices already told. */
function shown<R extends AccessRequest>(request: R, now: number, told: readonly string[] = []): R {
  const heard = { ...request, told: Object.fromEntries(told.map((key) => [key, { at: now }])) };
  return { ...heard, card: { messageId: 'm1', shown: viewOf(heard, now, pace) } };
}

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
    ['an open port: the card and one notice', anOpen(), noon, ['show-card', 'requester/ready'], end],
    [
      'an open port, all said: nothing until the end',
      shown(anOpen(), noon, ['requester/ready']),
      end - 1,
      [],
      end,
    ],
    ['an open port at its end: to end', shown(anOpen(), noon, ['requester/ready']), end, ['end'], undefined],
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
    assert.deepEqual([dues(tripped, noon), wake(tripped, noon)], [['requester/ready'], noon + 2000]);
    assert.deepEqual(dues(tripped, noon + 2000), ['show-card', 'requester/ready']);
  });
});
