// The seam to PostgreSQL: the few verbs the ledger needs, the same for the embedded database and a server.
import type { Db as JobDatabase } from 'pg-boss';
import type { Seconds } from '../domain/time.ts';
import type { JobList } from './job-list.ts';

/** A row as it came: checked by a schema before it is believed. */
export type Row = Readonly<Record<string, unknown>>;

/** Something that runs SQL: the database itself, or one transaction of it. */
export interface Queries {
  /** Runs one statement with `$1`, `$2` … for values. @throws Fault */
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs several statements separated by semicolons; takes no values. @throws Fault */
  script(text: string): Promise<void>;
}

/** A database. Outside of `transaction` every statement commits by itself. */
export interface Database extends Queries {
  /**
   * Runs `work` in one transaction: committed when it resolves, rolled back when it rejects.
   * @param limit seconds one statement of it may take, where that is longer than usual @throws Fault
   */
  transaction<T>(work: (transaction: Queries) => Promise<T>, limit?: Seconds): Promise<T>;
  /**
   * How pg-boss reaches the same database; errors pass as they are, for pg-boss reads their codes. Where only this
   * process can change the database: the jobs themselves.
   */
  readonly forJobs: JobDatabase | JobList;
  readonly kind: 'pglite' | 'postgres';
  /** When it was opened, it was found to have this version's tables. Left out, nobody looked. */
  readonly isCurrent?: boolean;
  close(): Promise<void>;
}
