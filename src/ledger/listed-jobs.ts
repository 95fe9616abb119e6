// The job queue of the embedded database. Nothing is lost with it: each job is the `wake_at` of a request as well, which
// is read again at the start, and which sweeps go by.
import type { Instant, Seconds } from '../domain/time.ts';
import type { JobList } from './job-list.ts';
import type { JobQueue } from './job-queue.ts';

// As the rows of pg-boss do it (boss-jobs.ts).
const firstRetry: Seconds = 2;
const lastRetry: Seconds = 300;

/** @param list shared by all queues on the database */
export function listedJobs(list: JobList, now: () => Instant): JobQueue {
  const listeners: ((at: Instant) => void)[] = [];
  let taken = 0;

  return {
    add: async (job) => list.add(job),
    committed: (at) => {
      for (const listener of listeners) listener(at);
    },
    onCommitted: (listener) => void listeners.push(listener),
    due: async (limit) =>
      list.take(now(), limit).map(({ requestId, at, tries }) => {
        taken += 1;
        return { jobId: String(taken), retryCount: tries, requestId, setFor: at };
      }),
    // Taken is gone: what this process took and did not end, another one finds in the tables.
    done: async () => undefined,
    failed: async (jobs) => {
      for (const { requestId, retryCount } of jobs) {
        const pause = Math.min(lastRetry, firstRetry * 2 ** Math.min(retryCount, 10));
        list.add({ requestId, at: now() + pause * 1000 }, retryCount + 1);
      }
    },
    stop: async () => undefined,
  };
}
