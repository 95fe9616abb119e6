// Opens the books: the database, its tables, the job queue, and the two ports on top of them.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { FindingsBook } from '../access/drift/findings-book.ts';
import type { Ledger, WakeUps } from '../access/ledger-port.ts';
import type { Log } from '../access/log-port.ts';
import type { SetupBook } from '../access/setup/setup-book.ts';
import type { ReadStanding } from '../access/standing-port.ts';
import { type Instant, isoOf, type Seconds } from '../domain/time.ts';
import { createAllowances } from './allowances.ts';
import { createAuditTrail } from './audit-trail.ts';
import type { Database } from './database.ts';
import { orDatabaseFault } from './database-fault.ts';
import { createFindings } from './findings.ts';
import { type DatabaseSettings, openDatabase } from './open-database.ts';
import { openJobQueue } from './open-jobs.ts';
import { createPeopleBooks, oldClaims, voidClaims } from './people-books.ts';
import { allWakeTimes, voidLeases } from './request-statements.ts';
import { createRequests } from './requests.ts';
import { instantIn, textIn } from './rows.ts';
import { createSetupBook } from './setup-book.ts';
import { createSideBooks } from './side-books.ts';
import { createStanding } from './standing.ts';
import { startUpkeep } from './upkeep.ts';
import { createWakeUps } from './wake-ups.ts';
import { createWatchable } from './watchable.ts';

export interface LedgerSettings {
  readonly log: Log;
  /** How long a request stays with the process that settles it, which renews it meanwhile. Default 15. */
  readonly leaseSeconds?: Seconds;
  /** How long past its time a wake-up counts as overlooked. Default 5. */
  readonly slackSeconds?: Seconds;
  /** Between two looks for due jobs. Default 1. */
  readonly pollSeconds?: Seconds;
  /** Between two sweeps for overlooked requests. Default 10: with the lease, what a dead process held is taken over within 30 seconds. */
  readonly sweepSeconds?: Seconds;
  /** Between two checkpoints of the embedded database. Default 300. */
  readonly upkeepSeconds?: Seconds;
  /** Default: the system's clock. */
  readonly now?: () => Instant;
}

export interface OpenedLedger {
  readonly ledger: Ledger;
  readonly findings: FindingsBook;
  readonly wakeUps: WakeUps;
  /** Changes of how JIT is set up. */
  readonly setups: SetupBook;
  readonly standing: ReadStanding;
  /** Stops the wake-ups and the upkeep, then closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the server at `databaseUrl` or, without one, the embedded database in `dataDir`/pglite.
 * Ready when it resolves: connected, migrated, able to record. `database`: by `openDatabase`, already under way.
 * @throws Fault `unavailable` (not reachable, or the data directory is in use) or `rejected` (a newer version's database).
 */
export const openLedger = async (
  settings: LedgerSettings &
    DatabaseSettings & {
      readonly database?: Promise<Database>;
      /** Listens to every statement. Left out: nobody does. */
      readonly heard?: (database: Database) => Database;
    },
): Promise<OpenedLedger> => {
  const { databaseUrl, heard = (database) => database } = settings;
  const database = heard(await (settings.database ?? openDatabase(settings)));
  try {
    const opened = await ledgerOnTables(database, settings);
    // The embedded database is this process's alone: whoever held a lease or a claim is dead. On a server it may be a
    // replica.
    if (databaseUrl === undefined) for (const text of [voidLeases, voidClaims]) await database.query(text);
    await listJobs(database);
    if (database.kind === 'postgres') return opened;
    const upkeep = startUpkeep(database, settings.log, settings.upkeepSeconds);
    return {
      ...opened,
      close: async () => {
        await upkeep.stop();
        await opened.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
};

/** Where jobs are kept in memory, those that an earlier process left in the tables. */
async function listJobs(database: Database): Promise<void> {
  const { forJobs } = database;
  if ('executeSql' in forJobs) return;
  for (const row of await database.query(allWakeTimes)) {
    const at = instantIn(row, 'wake_at');
    if (at !== undefined) forJobs.add({ requestId: textIn(row, 'id'), at });
  }
}

/** The ledger on an opened database, which closes with it. Each has leases of its own. @throws Fault as openLedger */
export const ledgerOn = async (database: Database, settings: LedgerSettings): Promise<OpenedLedger> => {
  const { migrate } = await import('./migrate.ts');
  await migrate(database);
  return ledgerOnTables(database, settings);
};

async function ledgerOnTables(database: Database, settings: LedgerSettings): Promise<OpenedLedger> {
  const { log, leaseSeconds = 15, slackSeconds = 5, pollSeconds = 1, sweepSeconds = 10 } = settings;
  const { now = Date.now } = settings;
  await database
    .query(oldClaims, [isoOf(now())])
    .catch((error) =>
      log.warn({ err: error }, 'Old rows of jit.claims stay: the right to delete them is missing'),
    );
  const jobs = await orDatabaseFault(() => openJobQueue(database, log, now));

  // Unique, and an operator who reads the tables sees which process it is.
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  const requests = createRequests({ database, jobs, owner, leaseSeconds, slackSeconds, now });
  const ledger: Ledger = {
    ...requests,
    ...createWatchable(database),
    ...createAuditTrail(database),
    ...createAllowances(database),
    ...createSideBooks(database, now),
    ...createPeopleBooks(database, owner),
  };
  const { overlooked } = requests;
  const wakeUps = createWakeUps({
    database,
    jobs,
    overlooked,
    slackSeconds,
    pollSeconds,
    sweepSeconds,
    now,
    log,
  });

  return {
    ledger,
    findings: createFindings(database),
    wakeUps,
    setups: createSetupBook(database, now),
    standing: createStanding(database),
    close: async () => {
      await wakeUps.stop();
      await jobs.stop();
      await database.close();
    },
  };
}
