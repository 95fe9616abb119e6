// Jobs on a PostgreSQL server: pg-boss keeps them in the ledger's own database, where all processes find them.
import type { ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../access/log-port.ts';
import type { Instant } from '../domain/time.ts';
import { gathered } from './gathered.ts';
import type { Job } from './job-list.ts';
import type { DueJob, JobQueue } from './job-queue.ts';

const queue = 'settle';

const options = {
  // A claim of a process that died is void after this long; the sweep is usually faster.
  expireInSeconds: 120,
  // In effect for ever: the job, and not the request, is given up after 14 days, and the sweep has no end at all.
  retryLimit: 100_000,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  // Only for jobs that end otherwise than by `done`, which deletes them.
  deleteAfterSeconds: 3600,
};

/** Jobs of older versions do not name their time. */
const jobData = z.object({ id: z.string(), at: z.number().optional() });

/**
 * Starts pg-boss (its tables in the schema `pgboss`, made or migrated under its own lock), trying three times.
 * @param now the bot's clock: the database has another, so it is told how long to wait, and not until when
 * @throws whatever the database does
 */
export async function bossJobs(
  database: ConstructorOptions['db'] & object,
  log: Log,
  now: () => Instant,
): Promise<JobQueue> {
  // Loading it takes long, and the embedded database has no use for it.
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    db: database,
    backend: 'postgres',
    schema: 'pgboss',
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: 60,
  });
  // Without a listener an 'error' would end the process; whatever failed is tried again.
  boss.on('error', (error) => log.warn({ err: error }, 'the job queue had trouble with the database'));
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue warns'));
  // Replicas that start on an empty database wait for each other there, and PostgreSQL may tell one of them all the same that
  // the schema is made already (23505): at the next try it is.
  await boss.start({ attempts: 3 });
  await boss.createQueue(queue, options);
  await boss.updateQueue(queue, options);

  const listeners: ((at: Instant) => void)[] = [];
  const claims = (jobs: readonly DueJob[]) =>
    jobs.map(({ jobId, retryCount }) => ({ id: jobId, retryCount }));

  // Many at a time: a thousand requests that are leased or saved in a second are no thousand inserts.
  const add = gathered<Job>(async (jobs) => {
    const rows = jobs.map(({ requestId, at }) => ({
      data: { id: requestId, at },
      // In seconds; what is due by now has none.
      startAfter: (Math.max(0, at - now()) / 1000).toFixed(3),
    }));
    await boss
      .insert(queue, rows)
      .catch((error: unknown) => log.warn({ err: error }, 'wake-ups without jobs wait for a sweep'));
  });
  let adding: Promise<void> = Promise.resolve();

  return {
    add: (job) => {
      adding = add([job]);
      return adding;
    },
    committed: (at) => {
      for (const listener of listeners) listener(at);
    },
    onCommitted: (listener) => void listeners.push(listener),
    due: async (limit) => {
      const jobs = await boss.fetch(queue, { batchSize: limit, includeMetadata: true });
      return jobs.map((job) => {
        const { id, at = job.startAfter.getTime() } = jobData.parse(job.data);
        return { jobId: job.id, retryCount: job.retryCount, requestId: id, setFor: at };
      });
    },
    done: async (jobs) => {
      if (jobs.length > 0) await boss.deleteJob(queue, claims(jobs));
    },
    failed: async (jobs) => {
      if (jobs.length > 0) await boss.fail(queue, claims(jobs));
    },
    stop: async () => {
      await adding;
      await boss.stop({ graceful: false });
    },
  };
}
