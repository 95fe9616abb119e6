// The jobs behind wake-ups: what they must be, whoever keeps them.
import type { Instant } from '../domain/time.ts';
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
   * Adds the job of something that was just written. What it stands for is in the tables as `wake_at`, and sweeps go by that: a
   * process that dies before its job is added is late by a sweep, and forgets nothing. Never rejects, for the same reason.
   */
  add(job: Job): Promise<void>;
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
