// The embedded database: PostgreSQL as WebAssembly in a thread of this process, on disk (see docs/adr/0001-embedded-database.md).
import { join } from 'node:path';
import { Fault } from '../access/fault.ts';
import type { Database, Queries, Row } from './database.ts';
import { orDatabaseFault } from './database-fault.ts';
import { lockDirectory } from './directory-lock.ts';
import { oneAfterTheOther } from './in-turn.ts';
import { createJobList } from './job-list.ts';
import { knownRows } from './known-rows.ts';
import { startOwnThread } from './own-thread.ts';
import type { Statement } from './prepared.ts';
import { together } from './together.ts';

/** For the log at start in production. */
export const embeddedDurabilityWarning =
  'The embedded database survives a killed process but not a power cut or a crash of the machine (it does not call fsync); set DATABASE_URL to a PostgreSQL server for production.';

/**
 * Opens (or makes) the database in `dataDir`/pglite for this process alone.
 * @param cacheDir where an empty database is kept, to copy for a new one; left out: nowhere
 * @throws Fault `unavailable` when another process uses it or it cannot be opened.
 */
export const openPglite = async (dataDir: string, cacheDir?: string): Promise<Database> => {
  const unlock = lockDirectory(dataDir);
  const thread = await startOwnThread({ directory: join(dataDir, 'pglite'), cacheDir }).catch(
    (error: unknown) => {
      unlock();
      throw new Fault('unavailable', `The embedded database in ${dataDir} cannot be opened.`, {
        cause: error,
      });
    },
  );
  const inTurn = oneAfterTheOther();
  const rows = knownRows(together(inTurn, thread.run));
  const scriptNow = (text: string) => orDatabaseFault(() => thread.script(text));

  return {
    kind: 'pglite',
    isCurrent: thread.isCurrent,
    query: queryBy(rows.run),
    script: (text) => inTurn(() => scriptNow(text)).finally(rows.forget),
    transaction: (work) => inTurn(() => orDatabaseFault(() => inTransaction(work))).finally(rows.forget),
    forJobs: createJobList(),
    close: async () => {
      await inTurn(thread.close);
      unlock();
    },
  };

  /** The one session there is; nothing else runs meanwhile. */
  async function inTransaction<T>(work: (transaction: Queries) => Promise<T>): Promise<T> {
    await scriptNow('begin');
    const inside = oneAfterTheOther();
    // PostgreSQL would take the end of a transaction in which something failed for a wish to roll it back.
    const failures: unknown[] = [];
    const next = <Done>(step: () => Promise<Done>): Promise<Done> =>
      inside(step).catch((error: unknown) => {
        failures.push(error);
        throw error;
      });
    try {
      const result = await work({
        query: queryBy(async (statement) => (await next(() => thread.run([statement])))[0] ?? []),
        script: (text) => next(() => scriptNow(text)),
      });
      if (failures.length > 0) throw failures[0];
      await scriptNow('commit');
      return result;
    } catch (error) {
      // The error to report is the first one. A session that is gone has nothing to roll back.
      await scriptNow('rollback').catch(() => undefined);
      throw error;
    }
  }
};

const queryBy =
  (run: (statement: Statement) => Promise<readonly Row[]>): Queries['query'] =>
  (text, values = []) =>
    orDatabaseFault(() => run({ text, values }));
