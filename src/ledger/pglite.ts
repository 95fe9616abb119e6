// The embedded database: PostgreSQL as WebAssembly in this process, on disk (see docs/adr/0001-embedded-database.md).
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Fault } from '../access/fault.ts';
import type { Database, Queries, Row } from './database.ts';
import { orDatabaseFault } from './database-fault.ts';
import { lockDirectory } from './directory-lock.ts';
import { oneAfterTheOther } from './in-turn.ts';
import { createJobList } from './job-list.ts';
import { knownRows } from './known-rows.ts';
import { createPrepared, type Statement } from './prepared.ts';
import { together } from './together.ts';

/** For the log at start in production. */
export const embeddedDurabilityWarning =
  'The embedded database survives a killed process but not a power cut or a crash of the machine (it does not call fsync); set DATABASE_URL to a PostgreSQL server for production.';

/**
 * Opens (or makes) the database in `dataDir`/pglite for this process alone.
 * @throws Fault `unavailable` when another process uses it or it cannot be opened.
 */
export const openPglite = async (dataDir: string): Promise<Database> => {
  const unlock = lockDirectory(dataDir);
  const pglite = await started(join(dataDir, 'pglite')).catch((error: unknown) => {
    unlock();
    throw new Fault('unavailable', `The embedded database in ${dataDir} cannot be opened.`, { cause: error });
  });
  const inTurn = oneAfterTheOther();
  const { run } = createPrepared(pglite);
  const rows = knownRows(together(inTurn, run));

  return {
    kind: 'pglite',
    query: queryBy(rows.run),
    script: (text) => inTurn(() => scriptOn(pglite, text)).finally(rows.forget),
    transaction: (work) =>
      inTurn(() => orDatabaseFault(() => pglite.transaction((session) => work(queriesIn(session))))).finally(
        rows.forget,
      ),
    forJobs: createJobList(),
    close: async () => {
      await inTurn(() => pglite.close());
      unlock();
    },
  };

  function queriesIn(session: Pick<PGlite, 'exec'>): Queries {
    const next = oneAfterTheOther();
    return {
      query: queryBy(async (statement) => (await next(() => run([statement])))[0] ?? []),
      script: (text) => next(() => scriptOn(session, text)),
    };
  }
};

const started = async (directory: string): Promise<PGlite> => {
  const pglite = new PGlite(directory);
  await pglite.waitReady;
  return pglite;
};

const queryBy =
  (run: (statement: Statement) => Promise<readonly Row[]>): Queries['query'] =>
  (text, values = []) =>
    orDatabaseFault(() => run({ text, values }));

const scriptOn = (session: Pick<PGlite, 'exec'>, text: string): Promise<void> =>
  orDatabaseFault(async () => void (await session.exec(text)));
