// The kill harness run small: one life with kills at random, and lives along the named steps, on both kinds of database.
import assert from 'node:assert/strict';
import { atOnce } from '../support/at-once.ts';
import { chainsFor, torture } from '../torture/torture.ts';

/** Of the many statements that `npm run torture` kills at, those after which most could go wrong. */
const recordsHere = [
  'the ask is recorded before it is made',
  'Azure’s yes is recorded',
  'Closed to on-call is recorded',
  'a click to approve is recorded',
  'an extension takes over',
  'inside of a transaction',
  'the first start',
];

describe('a bot that is killed again and again', function () {
  this.timeout(900_000);

  atOnce({
    'keeps its books, Azure and the chat in agreement on the embedded database': async () => {
      const chains = chainsFor('pglite');
      const { problems, kills } = await torture({ engine: 'pglite', kills: 15, seed: 6, worlds: 11, chains });
      assert.deepEqual(problems, []);
      assert.ok(kills >= 15, `${kills} kills`);
    },

    'does so on a PostgreSQL server, killed at its statements': async () => {
      const chains = chainsFor('postgres').filter(({ name }) => recordsHere.includes(name));
      assert.equal(chains.length, recordsHere.length);
      const { problems } = await torture({ engine: 'postgres', kills: 0, seed: 6, worlds: 8, chains });
      assert.deepEqual(problems, []);
    },
  });
});
