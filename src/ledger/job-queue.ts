// The jobs behind wake-ups. On a server pg-boss keeps them in the ledger's own database, so that a job and a save commit together.
import type { ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import type { Log } from '../access/log-port.ts';
import type { Instant } from '../domain/time.ts';
import type { Database, Queries } from './database.ts';
import type { Job } from './job-list.ts';
import { listedJobs } from './listed-jobs.ts';

/** A job whose time has come, claimed by this process. */
export interface DueJob {
  readonly jobId: string;
  /** Which claim of it this is: settles this one, never a later one by somebody else. */
  readonly retryCount: number;
  readonly requestId: string;
  /** The time it was set for, by the bot's clock. */
  readonly setFor: Instant;
}

export interface JobQueue {
  /**
   * Does `work` and adds the job that `jobOf` reads off what was done: both take effect or none. Where jobs are no rows,
   * the job is added once the work, which is then to be one statement, has taken effect.
   */
  along<T>(
    database: Pick<Database, 'query' | 'script' | 'transaction'>,
    work: (queries: Queries) => Promise<T>,
    jobOf: (done: T) => Job | undefined,
  ): Promise<T>;
  /** Tells listeners, once the transaction is committed, when its job is due. A hint: without it polling finds the job. */
  committed(at: Instant): void;
  onCommitted(listener: (at: Instant) => void): void;
  /** Claims up to `limit` due jobs. */
  due(limit: number): Promise<readonly DueJob[]>;
  done(jobs: readonly DueJob[]): Promise<void>;
  /** Gives them back, to be tried again after a growing pause. */
  failed(jobs: readonly DueJob[]): Promise<void>;
  stop(): Promise<void>;
}

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
 * The jobs of a database: a list in memory where nobody else can change it, otherwise pg-boss (its tables in the schema
 * `pgboss`, made or migrated under its own lock).
 * @param now the bot's clock: pg-boss goes by the database's, so it is told how long to wait, and not until when
 * @throws whatever the database does
 */
export const openJobQueue = async (database: Database, log: Log, now: () => Instant): Promise<JobQueue> => {
  const { forJobs } = database;
  return 'executeSql' in forJobs ? rowsOf(forJobs, log, now) : listedJobs(forJobs, now);
};

async function rowsOf(
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
  await boss.start();
  await boss.createQueue(queue, options);
  await boss.updateQueue(queue, options);

  const listeners: ((at: Instant) => void)[] = [];
  const claims = (jobs: readonly DueJob[]) =>
    jobs.map(({ jobId, retryCount }) => ({ id: jobId, retryCount }));

  const add = async (transaction: Queries, { requestId, at }: Job): Promise<void> => {
    const db = {
      executeSql: async (text: string, values?: unknown[]) => ({
        rows: [...(await transaction.query(text, values))],
      }),
    };
    // In seconds; what is due by now has none.
    await boss.send(queue, { id: requestId, at }, { db, startAfter: Math.max(0, at - now()) / 1000 });
  };

  return {
    along: (database, work, jobOf) =>
      database.transaction(async (transaction) => {
        const done = await work(transaction);
        const job = jobOf(done);
        if (job !== undefined) await add(transaction, job);
        return done;
      }),
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
    stop: () => boss.stop({ graceful: false }),
  };
}
