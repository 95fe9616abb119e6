// Answers of the embedded database that are kept.
import assert from 'node:assert/strict';
import type { Row } from '../../src/ledger/database.ts';
import { knownRows } from '../../src/ledger/known-rows.ts';
import type { Statement } from '../../src/ledger/prepared.ts';

const reading = { text: 'select x from jit.channels where purpose = $1', values: ['a'] };
const another = { ...reading, values: ['b'] };
const joined = { text: 'select 1 from jit.channels, jit.requests', values: [] };
const elsewhere = { text: 'select 1 from jit.requests', values: [] };
const writing = { text: 'with t as (update jit.channels set x = 1) select 1', values: [] };
const unrelated = { text: 'update jit.addresses set x = 1', values: [] };

/** Counts what reaches the database, whose answers tell how many statements came before. */
function counting() {
  const ran: Statement[] = [];
  const run = async (statement: Statement): Promise<readonly Row[]> => {
    ran.push(statement);
    return [{ ran: ran.length }];
  };
  return { ran, run };
}

describe('Known rows', () => {
  for (const [what, statements, reached] of [
    ['are read once', [reading, reading], [reading]],
    ['are told apart by their values', [reading, another, reading], [reading, another]],
    ['are read again after a write to their table', [reading, writing, reading], [reading, writing, reading]],
    ['stay where another table is written', [reading, unrelated, reading], [reading, unrelated]],
    ['are none of several tables', [joined, joined], [joined, joined]],
    ['are none of a table that is not kept', [elsewhere, elsewhere], [elsewhere, elsewhere]],
  ] as const)
    it(what, async () => {
      const { ran, run } = counting();
      const rows = knownRows(run);
      for (const statement of statements) await rows.run(statement);
      assert.deepEqual(ran, reached);
    });

  it('are read again once they are to be forgotten', async () => {
    const { ran, run } = counting();
    const rows = knownRows(run);
    await rows.run(reading);
    rows.forget();
    await rows.run(reading);
    assert.deepEqual(ran, [reading, reading]);
  });

  it('are not those that a write overtook', async () => {
    const gate = Promise.withResolvers<readonly Row[]>();
    const answers = [gate.promise, Promise.resolve([]), Promise.resolve([{ x: 'new' }])];
    const rows = knownRows(async () => (await answers.shift()) ?? []);
    const early = rows.run(reading);
    await rows.run(writing);
    gate.resolve([{ x: 'old' }]);
    assert.deepEqual([await early, await rows.run(reading)], [[{ x: 'old' }], [{ x: 'new' }]]);
  });

  it('are dropped also where the write fails', async () => {
    let answer = 'before';
    const rows = knownRows(async (statement) => {
      if (statement === writing) throw new Error('refused');
      return [{ answer }];
    });
    await rows.run(reading);
    answer = 'after';
    await assert.rejects(rows.run(writing));
    assert.deepEqual(await rows.run(reading), [{ answer: 'after' }]);
  });

  it('are no more than so many of a table, the oldest giving way', async () => {
    const { ran, run } = counting();
    const rows = knownRows(run, 1);
    for (const statement of [reading, another, another, reading]) await rows.run(statement);
    assert.deepEqual(ran, [reading, another, reading]);
  });
});
