// What a server's own processes do for its database, and nobody does for the embedded one: without it the write-ahead log grows
// for ever, a killed process is followed by a start that replays all of it, and rows that were replaced keep their place.
import type { Log } from '../access/log-port.ts';
import type { Seconds } from '../domain/time.ts';
import type { Queries } from './database.ts';
import { textIn } from './rows.ts';

/** As `checkpoint_timeout` of a server, https://www.postgresql.org/docs/18/runtime-config-wal.html. */
const betweenCheckpoints: Seconds = 300;
/** Once an hour: a table is locked meanwhile, for a tenth of a second where it has some hundred megabytes. */
const checkpointsToAVacuum = 12;

const ownTables = `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'jit' order by 1`;

export interface Upkeep {
  /** Ends it, and waits for what is under way. */
  stop(): Promise<void>;
}

/** @param every seconds between two checkpoints; left out: 300 */
export function startUpkeep(
  database: Queries,
  log: Pick<Log, 'warn'>,
  every: Seconds = betweenCheckpoints,
): Upkeep {
  let under: Promise<void> | undefined;
  let round = 0;
  const tend = async (): Promise<void> => {
    round += 1;
    try {
      if (round % checkpointsToAVacuum === 0) await vacuum(database);
      await checkpoint(database);
    } catch (error) {
      log.warn({ err: error }, 'the upkeep of the embedded database failed and will be tried again');
    } finally {
      under = undefined;
    }
  };
  const timer = setInterval(() => {
    under ??= tend();
  }, every * 1000);
  // It keeps no process alive.
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await under;
    },
  };
}

/** Lets segments of the write-ahead log be used again. @throws Fault */
export const checkpoint = (database: Queries): Promise<void> => database.script('checkpoint');

/** One table at a time, so that other statements have their turn in between. @throws Fault */
export async function vacuum(database: Queries): Promise<void> {
  for (const row of await database.query(ownTables))
    await database.script(`vacuum (analyze) ${textIn(row, 'name')}`);
}
