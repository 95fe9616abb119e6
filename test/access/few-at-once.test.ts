// A list worked through with a few hands.
import assert from 'node:assert/strict';
import { fewAtOnce } from '../../src/access/few-at-once.ts';

describe('a few at once', () => {
  it('never has more under way than it may, and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const results = await fewAtOnce([3, 1, 2, 5, 4], 2, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      running -= 1;
      return turns * 10;
    });
    assert.deepEqual([results, most], [[30, 10, 20, 50, 40], 2]);
  });

  it('begins none after one that failed', async () => {
    const begun: number[] = [];
    const all = fewAtOnce([1, 2, 3, 4], 1, async (item) => {
      begun.push(item);
      if (item === 2) throw new Error('no');
    });
    await assert.rejects(all, /no/);
    assert.deepEqual(begun, [1, 2]);
  });

  it('does nothing of nothing', async () => {
    assert.deepEqual(await fewAtOnce([], 4, async () => assert.fail()), []);
  });
});
