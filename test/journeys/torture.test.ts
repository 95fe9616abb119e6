// The kill harness run small: lives along some of the named steps.
import assert from 'node:assert/strict';
import { chainsFor, torture } from '../torture/torture.ts';

/** Of the steps that `npm run torture` kills at, some that `kill.test.ts` does not tell. */
const named = [
  'an ask that arrives after the kill',
  'a denial is told',
  'somebody is done',
  'JIT is turned off',
];

describe('a bot that is killed again and again', function () {
  this.timeout(900_000);

  it('keeps its books, Azure and the chat in agreement', async () => {
    const chains = chainsFor('pglite').filter(({ name }) => named.includes(name));
    assert.equal(chains.length, named.length);
    const { problems, kills } = await torture({ engine: 'pglite', kills: 0, seed: 6, worlds: 3, chains });
    assert.deepEqual(problems, []);
    assert.equal(kills, chains.flatMap(({ steps }) => steps).length);
  });
});
