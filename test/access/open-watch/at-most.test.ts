import assert from 'node:assert/strict';
import { setImmediate as loopTurn } from 'node:timers/promises';
import { atMost } from '../../../src/access/open-watch/at-most.ts';

describe('work that waits for its turn', () => {
  it('goes on a few at a time, in the order it came, also after a failure', async () => {
    const inTurn = atMost(2);
    const begun: number[] = [];
    const ends: PromiseWithResolvers<void>[] = [];
    const all = [0, 1, 2, 3].map((number) =>
      inTurn(async () => {
        begun.push(number);
        const end = Promise.withResolvers<void>();
        ends.push(end);
        await end.promise;
        return number;
      }),
    );
    await loopTurn();
    assert.deepEqual(begun, [0, 1]);
    ends[0]?.reject(new Error('away'));
    await assert.rejects(all[0] ?? assert.fail(), /away/);
    await loopTurn();
    assert.deepEqual(begun, [0, 1, 2]);
    ends[1]?.resolve();
    ends[2]?.resolve();
    await loopTurn();
    ends[3]?.resolve();
    assert.deepEqual(await Promise.all(all.slice(1)), [1, 2, 3]);
  });
});
