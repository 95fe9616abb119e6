// Opens the database that the settings name, with this version's tables. By itself, so that it can begin before everything
// else is loaded.
import type { Log } from '../access/log-port.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPglite } from './pglite.ts';

export interface DatabaseSettings {
  /** Left out: the embedded database in `dataDir`/pglite. */
  readonly databaseUrl?: string;
  readonly dataDir: string;
  /** Where an empty embedded database may be kept, to copy. */
  readonly cacheDir?: string;
  readonly log: Pick<Log, 'warn'>;
}

/** @throws Fault `unavailable` (not reachable, or the data directory is in use) or `rejected` (a newer version's database) */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const database = await opened(settings);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function opened(settings: DatabaseSettings): Promise<Database> {
  const { databaseUrl, dataDir, cacheDir, log } = settings;
  if (databaseUrl === undefined) return openPglite(dataDir, cacheDir);
  // Its driver is of no use to the embedded database.
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(databaseUrl, (error) => log.warn({ err: error }, 'a database connection was lost'));
}
