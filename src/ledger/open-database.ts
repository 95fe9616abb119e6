// Opens the database that the settings name, with this version's tables. By itself, so that it can begin before everything
// else is loaded.
import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from '../access/fault.ts';
import type { Log } from '../access/log-port.ts';
import type { Seconds } from '../domain/time.ts';
import type { Database } from './database.ts';
import { openPglite } from './pglite.ts';
import type { DatabasePassword } from './signing-in.ts';
import { isThisVersion, migrationsRun } from './this-version.ts';

export interface DatabaseSettings {
  /** Left out: the embedded database in `dataDir`/pglite. */
  readonly databaseUrl?: string;
  /** Asked at each new connection to a server. Left out: `databaseUrl` holds the password. */
  readonly databasePassword?: DatabasePassword;
  readonly dataDir: string;
  /** Where an empty embedded database may be kept, to copy. */
  readonly cacheDir?: string;
  readonly log: Pick<Log, 'warn'>;
}

/** A server may still be starting itself, or have too much to do for the moment. */
const serverPatience: Seconds = 20;
const betweenTries: Seconds = 1;

/**
 * Waits for a server that cannot be reached, up to 20 seconds and the try that is under way then.
 * @throws Fault `unavailable` (not reachable, or the data directory is in use) or `rejected` (a newer version's database)
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const database = await opened(settings);
  try {
    await migratedInTime(database, settings.log);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function migratedInTime(database: Database, log: DatabaseSettings['log']): Promise<void> {
  const deadline = performance.now() + (database.kind === 'postgres' ? serverPatience * 1000 : 0);
  for (;;) {
    try {
      if (database.isCurrent ?? (await hasThisVersion(database))) return;
      // Seldom needed.
      const { migrate } = await import('./migrate.ts');
      await migrate(database);
      return;
    } catch (error) {
      const passes = error instanceof Fault && error.code === 'unavailable';
      if (!passes || performance.now() >= deadline) throw error;
      log.warn({ err: error }, 'the database cannot be reached yet; it is tried again');
      await pause(betweenTries * 1000);
    }
  }
}

/** What another process changes at the same time, it changes in one transaction: this sees all of it or nothing. */
const hasThisVersion = (database: Database): Promise<boolean> =>
  database.query(migrationsRun).then(isThisVersion, (error: unknown) => {
    if (error instanceof Fault && error.code === 'rejected') return false;
    throw error;
  });

async function opened(settings: DatabaseSettings): Promise<Database> {
  const { databaseUrl, databasePassword, dataDir, cacheDir, log } = settings;
  if (databaseUrl === undefined) return openPglite(dataDir, cacheDir);
  // Its driver is of no use to the embedded database.
  const { openPostgres } = await import('./postgres.ts');
  const onLost = (error: Error) => log.warn({ err: error }, 'a database connection was lost');
  return openPostgres(databaseUrl, onLost, databasePassword);
}
