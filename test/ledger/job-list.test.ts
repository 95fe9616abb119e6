// Jobs in memory.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createJobList } from '../../src/ledger/job-list.ts';
import { listedJobs } from '../../src/ledger/listed-jobs.ts';

describe('A list of jobs', () => {
  it('gives out what is due, the earliest first, and each once', () => {
    const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 });
    fc.assert(
      fc.property(
        times,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 0, max: 40 }),
        (all, now, limit) => {
          const list = createJobList();
          for (const at of all) list.add({ requestId: 'request', at });
          const sorted = all.toSorted((one, other) => one - other);
          const due = sorted.filter((at) => at <= now).slice(0, limit);
          assert.deepEqual(
            list.take(now, limit).map(({ at }) => at),
            due,
          );
          assert.deepEqual(list.timesOf('request'), sorted.slice(due.length));
        },
      ),
    );
  });
});

describe('The queue of jobs in memory', () => {
  it('tries a job that failed again, ever more slowly', async () => {
    let now = 1000;
    const list = createJobList();
    const queue = listedJobs(list, () => now);
    list.add({ requestId: 'request', at: 500 });
    const tries: [number, readonly number[]][] = [];
    for (let round = 0; round < 3; round += 1) {
      const due = await queue.due(10);
      await queue.failed(due);
      tries.push([due[0]?.retryCount ?? -1, list.timesOf('request')]);
      now += 100_000;
    }
    assert.deepEqual(tries, [
      [0, [3000]],
      [1, [105_000]],
      [2, [209_000]],
    ]);
  });
});
