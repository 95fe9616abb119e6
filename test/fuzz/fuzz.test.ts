// A small run of every target of `npm run fuzz`, always with the same inputs.
import assert from 'node:assert/strict';
import { runTargets } from './run-targets.ts';
import { targets } from './targets.ts';

const runs = 20_000;
const shares = targets.reduce((sum, { share }) => sum + share, 0);

describe('any input of a fuzz target', function () {
  this.timeout(120_000);
  for (const target of targets)
    it(`holds what is said of ${target.name}`, async () => {
      const own = Math.round((runs * target.share) / shares);
      const [result] = await runTargets({ targets: [target], runs: own, seed: 20_261_126 });
      assert.deepEqual([result?.runs, result?.failures], [own, []]);
    });
});
