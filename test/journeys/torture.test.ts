// The kill harness run small: lives along some of the named steps, and lives with kills at random, on both engines.
import assert from 'node:assert/strict';
import { chainsFor, torture } from '../torture/torture.ts';

/** Of the steps that `npm run torture` kills at, some that `kill.test.ts` does not tell. */
const named = {
  pglite: ['an ask that arrives after the kill', 'a denial is told', 'somebody is done', 'JIT is turned off'],
  postgres: ['Azure’s yes is recorded', 'a click to approve is recorded'],
} as const;
const kills = 12;

describe('a bot that is killed again and again', function () {
  this.timeout(900_000);

  for (const engine of ['pglite', 'postgres'] as const)
    it(`keeps its books, Azure and the chat in agreement, with ${engine}`, async () => {
      const wanted: readonly string[] = named[engine];
      const chains = chainsFor(engine).filter(({ name }) => wanted.includes(name));
      assert.equal(chains.length, wanted.length);
      const report = await torture({ engine, kills, seed: 6, worlds: 3, chains });
      assert.deepEqual(report.problems, []);
      assert.equal(report.kills, kills + chains.flatMap(({ steps }) => steps).length);
    });
});
