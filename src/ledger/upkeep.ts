// What a server's own processes do for its database, and nobody does for the embedded one: without it the write-ahead log grows
// for ever, a killed process is followed by a start that replays all of it, and rows that were replaced keep their place.
import type { Log } from '../access/log-port.ts';
import type { Seconds } from '../domain/time.ts';
import type { Queries } from './database.ts';
import { textIn } from './rows.ts';

/** As `checkpoint_timeout` of a server, https://www.postgresql.org/docs/18/runtime-config-wal.html. */
const betweenCheckpoints: Seconds = 300;
/** Once an hour, and soon after a start: the one session there is stands still meanwhile, a tenth of a second for some hundred megabytes. */
const checkpointsToAVacuum = 12;

/**
 * Without statistics, and not of a table of a few pages: PostgreSQL takes one that was never vacuumed for larger, and plans
 * accordingly. A plan that was made for a tiny table would be kept while it grows.
 */
const tablesWithRoom = `
  select format('%I.%I', nspname, relname) as name
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where nspname = 'jit' and relkind = 'r' and pg_relation_size(pg_class.oid) >= 100 * 8192
  order by 1`;

export interface Upkeep {
  /** Ends it, and waits for the statement that is under way. */
  stop(): Promise<void>;
}

/** @param every seconds between two checkpoints; left out: 300 */
export function startUpkeep(
  database: Queries,
  log: Pick<Log, 'warn'>,
  every: Seconds = betweenCheckpoints,
): Upkeep {
  let underWay: Promise<void> | undefined;
  let round = 0;
  let stopped = false;

  const timer = setInterval(() => {
    underWay ??= tend().finally(() => {
      underWay = undefined;
    });
  }, every * 1000);
  // It keeps no process alive.
  timer.unref();

  async function tend(): Promise<void> {
    round += 1;
    if (round % checkpointsToAVacuum === 1) await quietly(() => vacuum(database, () => stopped));
    if (!stopped) await quietly(() => checkpoint(database));
  }

  const quietly = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) =>
      log.warn({ err: error }, 'the upkeep of the embedded database failed and will be tried again'),
    );

  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

/** Lets segments of the write-ahead log be used again. @throws Fault */
export const checkpoint = (database: Queries): Promise<void> => database.script('checkpoint');

/** One table at a time, so that other statements have their turn in between. @throws Fault */
export async function vacuum(database: Queries, isEnough = (): boolean => false): Promise<void> {
  for (const row of await database.query(tablesWithRoom)) {
    if (isEnough()) return;
    await database.script(`vacuum ${textIn(row, 'name')}`);
  }
}
