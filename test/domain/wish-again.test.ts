// What is asked for by those who ask again.
import assert from 'node:assert/strict';
import type { Wish } from '../../src/domain/command/command.ts';
import { secondsUntil } from '../../src/domain/duration.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { wishAgain } from '../../src/domain/wish-again.ts';
import {
  aBreakGlass,
  aClosing,
  aDenied,
  aDraft,
  anApproved,
  noon,
  terms,
  web01,
} from '../support/requests.ts';

const wish: Wish = {
  machine: 'web-01',
  ports: [3389],
  source: '203.0.113.7',
  time: { kind: 'for', seconds: 3600 },
  reason: 'INC-1234 disk full',
};
const failedWith = (failure: Parameters<typeof lifecycle.failed>[1], changes: Partial<typeof terms> = {}) =>
  lifecycle.failed({ ...anApproved(), terms: { ...terms, ...changes } }, failure, noon).request;
const refused = { code: 'azure-refused', message: 'No.' } as const;

describe('a wish made again', () => {
  it('is for the same machine by its id, port, source, time and reason', () => {
    const closed = lifecycle.closed(aClosing(), undefined, noon + 3602_000).request;
    for (const ended of [failedWith(refused), closed, aDenied()])
      assert.deepEqual(wishAgain(ended, noon), { machineId: web01.id, wish });
  });

  it('has the source that Azure may take instead', () => {
    const failure = { code: 'outside-jit-policy', message: 'Part.', offer: '203.0.113.0/24' } as const;
    assert.deepEqual(wishAgain(failedWith(failure), noon).wish, { ...wish, source: '203.0.113.0/24' });
  });

  it('leaves out a reason that was not given', () => {
    const { reason: _, ...silent } = wish;
    assert.deepEqual(wishAgain(failedWith(refused, { reason: '' }), noon).wish, silent);
  });

  it('breaks glass again where glass was broken', () => {
    const ended = lifecycle.failed(aBreakGlass(), refused, noon).request;
    assert.deepEqual(wishAgain(ended, noon).wish, { ...wish, breakGlass: true });
  });

  it('says a fixed end in the words of the requester’s clock, and never a later one', () => {
    for (const [at, time] of [
      [noon + 3600_000, { kind: 'until', hour: 14, minute: 0 }],
      [noon + 3600_999, { kind: 'until', hour: 14, minute: 0 }],
      [noon + 12 * 3600_000 - 1, { kind: 'until', hour: 0, minute: 59 }],
    ] as const) {
      const again = wishAgain(failedWith(refused, { time: { kind: 'until', at } }), noon).wish.time;
      assert.deepEqual(again, time);
      assert.ok(
        noon + secondsUntil({ hour: time.hour, minute: time.minute }, noon, 'Europe/Berlin') * 1000 <= at,
      );
    }
  });

  it('leaves out an end that has passed: said again it would be tomorrow’s', () => {
    for (const at of [noon - 1, noon, noon + 59_999])
      assert.equal(
        wishAgain(failedWith(refused, { time: { kind: 'until', at } }), noon).wish.time,
        undefined,
      );
  });

  it('knows nothing of a form that was never sent', () => {
    assert.deepEqual(wishAgain(lifecycle.withdrawn(aDraft(), noon).request, noon), { wish: {} });
  });
});
