// A database that is listened to: each statement and transaction is told once, done or not, and passes as it is.
import assert from 'node:assert/strict';
import type { Happening } from '../../src/access/happenings.ts';
import type { Database } from '../../src/ledger/database.ts';
import { heardDatabase } from '../../src/ledger/heard-database.ts';
import { createJobList } from '../../src/ledger/job-list.ts';

const broken = new Error('away');
const database: Database = {
  kind: 'pglite',
  query: async (text) => {
    if (text === 'broken') throw broken;
    return [{ text }];
  },
  script: async () => {},
  transaction: (work) => work(database),
  forJobs: createJobList(),
  close: async () => {},
};

describe('a database that is listened to', () => {
  it('tells what was done and what was not, and hands both on', async () => {
    const heard: Happening[] = [];
    const listening = heardDatabase(database, (happening) => heard.push(happening));
    assert.deepEqual(await listening.query('select 1'), [{ text: 'select 1' }]);
    await assert.rejects(listening.query('broken'), broken);
    assert.equal(await listening.transaction(async () => 'done'), 'done');
    assert.deepEqual(
      heard.map((happening) => ({ ...happening, seconds: 0 })),
      [
        { what: 'database', step: 'statement', done: true, seconds: 0 },
        { what: 'database', step: 'statement', done: false, seconds: 0 },
        { what: 'database', step: 'transaction', done: true, seconds: 0 },
      ],
    );
  });
});
