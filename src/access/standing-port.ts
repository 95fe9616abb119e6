// How the shared books stand: what is open, overdue and waiting, of all replicas together. Implemented in src/ledger.
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';

/** Counts of access requests. */
export interface Standing {
  /** Wait for approvers. */
  readonly pending: number;
  /** Granted, and Azure was not asked yet. */
  readonly approved: number;
  readonly opening: number;
  readonly open: number;
  readonly closing: number;
  /** Of `opening`: not open in time. */
  readonly late: number;
  /** Of `closing`: not seen shut in time. */
  readonly overdue: number;
  /** Glass was broken, and nobody has reviewed it. */
  readonly unreviewed: number;
  /** By how much the request that was to be looked at first is behind its time, and nobody looks; 0: none is. */
  readonly behindSeconds: Seconds;
}

/** Counted anew. @throws Fault `unavailable` */
export type ReadStanding = (now: Instant, pace: Pace) => Promise<Standing>;
