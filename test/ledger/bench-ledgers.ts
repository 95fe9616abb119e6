// Ledgers for tests: several "processes" on one database, each with its own leases, on one clock the test moves.
import type { Instant } from '../../src/domain/time.ts';
import type { Database } from '../../src/ledger/database.ts';
import { type LedgerSettings, ledgerOn, type OpenedLedger } from '../../src/ledger/open-ledger.ts';
import { keptLog } from '../support/kept-log.ts';

export interface Bench {
  /** The clock of all ledgers opened here. */
  at: Instant;
  readonly log: ReturnType<typeof keptLog>;
  /** One more process on the database. */
  open(settings?: Omit<LedgerSettings, 'log'>): Promise<OpenedLedger>;
  /** Stops them all; the database stays open. */
  close(): Promise<void>;
}

export const createBench = (database: () => Database): Bench => {
  const opened: OpenedLedger[] = [];
  const log = keptLog();
  const bench: Bench = {
    at: Date.UTC(2026, 0, 1, 12),
    log,
    open: async (settings) => {
      const shared: Database = { ...database(), close: async () => undefined };
      const ledger = await ledgerOn(shared, {
        log,
        now: () => bench.at,
        leaseSeconds: 45,
        slackSeconds: 10,
        ...settings,
      });
      opened.push(ledger);
      return ledger;
    },
    close: async () => {
      await Promise.all(opened.splice(0).map((ledger) => ledger.close()));
    },
  };
  return bench;
};
