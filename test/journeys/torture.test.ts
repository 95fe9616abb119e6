// The kill harness run small: one life with kills at random, and lives along the named steps, on both kinds of database.
import assert from 'node:assert/strict';
import { atOnce } from '../support/at-once.ts';
import { chainsFor, torture } from '../torture/torture.ts';

/** Of the steps that `npm run torture` kills at, those that `kill.test.ts` does not tell, one of each kind. */
const here = {
  pglite: ['an ask that arrives after the kill', 'a denial', 'somebody is done', 'JIT is turned off'],
  postgres: ['the ask is recorded before it is made', 'Azure’s yes is recorded', 'inside of a transaction'],
} as const;

const chainsHere = (engine: keyof typeof here) => {
  const chains = chainsFor(engine).filter(({ name }) => here[engine].some((each) => each === name));
  assert.equal(chains.length, here[engine].length);
  return chains;
};

describe('a bot that is killed again and again', function () {
  this.timeout(900_000);

  atOnce({
    'keeps its books, Azure and the chat in agreement on the embedded database': async () => {
      const chains = chainsHere('pglite');
      const { problems, kills } = await torture({ engine: 'pglite', kills: 12, seed: 6, worlds: 3, chains });
      assert.deepEqual(problems, []);
      assert.ok(kills >= 12, `${kills} kills`);
    },

    'does so on a PostgreSQL server, killed at its statements': async () => {
      const chains = chainsHere('postgres');
      const { problems } = await torture({ engine: 'postgres', kills: 0, seed: 6, worlds: 3, chains });
      assert.deepEqual(problems, []);
    },
  });
});
