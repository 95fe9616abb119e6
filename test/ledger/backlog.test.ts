// What waits for a place, and what is gathered for one question to the database.
import assert from 'node:assert/strict';
import { createBacklog } from '../../src/ledger/backlog.ts';
import { gathered } from '../../src/ledger/gathered.ts';

const found = (requestId: string) => ({ requestId, claimed: [] });

describe('what waits for a place', () => {
  it('is given one in order, those a port depends on first', () => {
    const backlog = createBacklog();
    backlog.add(found('words-1'), false);
    backlog.add(found('port-1'), true);
    backlog.add(found('port-2'), true);
    const order = [1, 2, 3, 4].map(() => backlog.next()?.requestId);
    assert.deepEqual(order, ['port-1', 'port-2', 'words-1', undefined]);
  });

  it('waits once, however often it was found', () => {
    const backlog = createBacklog();
    assert.deepEqual(
      [backlog.add(found('a'), true), backlog.add(found('a'), false), backlog.size()],
      [true, false, 1],
    );
    assert.deepEqual([backlog.clear(), backlog.size()], [[found('a')], 0]);
  });
});

describe('what many do at about the same time', () => {
  it('is done in few rounds, and each waits for its own', async () => {
    const rounds: (readonly number[])[] = [];
    const done: number[] = [];
    const add = gathered<number>(async (items) => {
      rounds.push(items);
      await new Promise((resolve) => setImmediate(resolve));
      done.push(...items);
    });
    const first = add([1]);
    await new Promise((resolve) => process.nextTick(resolve));
    const others = [add([2]), add([3, 4])];
    await first;
    assert.deepEqual(done, [1]);
    await Promise.all(others);
    assert.deepEqual(rounds, [[1], [2, 3, 4]]);
    assert.deepEqual(done, [1, 2, 3, 4]);
  });
});
