// The jobs behind wake-ups: what they must be, whoever keeps them.
import type { Instant } from '../domain/time.ts';
import type { Database, Queries } from './database.ts';
import type { Job } from './job-list.ts';

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
