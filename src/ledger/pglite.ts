// The embedded database: PostgreSQL as WebAssembly in this process, on disk (see docs/adr/0001-embedded-database.md).
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { fromPglite } from 'pg-boss';
import { Fault } from '../access/fault.ts';
import type { Database, Queries } from './database.ts';
import { orDatabaseFault } from './database-fault.ts';
import { lockDirectory } from './directory-lock.ts';
import { createPrepared, type Run } from './prepared.ts';

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
  const run = createPrepared(pglite);
  const jobs = fromPglite(pglite);

  return {
    kind: 'pglite',
    ...queriesOf(run, pglite, inTurn),
    transaction: (work) =>
      inTurn(() =>
        orDatabaseFault(() =>
          pglite.transaction((transaction) => work(queriesOf(run, transaction, oneAfterTheOther()))),
        ),
      ),
    // A failed script of pg-boss leaves the one session in an aborted transaction until the adapter has rolled back:
    // in turn, so that no statement of ours gets in between and fails with it.
    forJobs: { executeSql: (text, values) => inTurn(() => jobs.executeSql(text, values)) },
    close: async () => {
      await inTurn(() => pglite.close());
      unlock();
    },
  };
};

const started = async (directory: string): Promise<PGlite> => {
  const pglite = new PGlite(directory);
  await pglite.waitReady;
  return pglite;
};

type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

function queriesOf(run: Run, session: Pick<PGlite, 'exec'>, inTurn: InTurn): Queries {
  return {
    query: (text, values) => inTurn(() => orDatabaseFault(() => run(text, values ?? []))),
    script: (text) => inTurn(() => orDatabaseFault(async () => void (await session.exec(text)))),
  };
}

function oneAfterTheOther(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
