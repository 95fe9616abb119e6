// What every ledger must do, whatever database it stands on. Run by pglite.test.ts and postgres.test.ts.
import type { Database } from '../../src/ledger/database.ts';
import { booksConformance } from './conformance-books.ts';
import { createFromConformance } from './conformance-create-from.ts';
import { findingsConformance } from './conformance-findings.ts';
import { listsConformance } from './conformance-lists.ts';
import { peopleConformance } from './conformance-people.ts';
import { requestsConformance } from './conformance-requests.ts';
import { setupConformance } from './conformance-setup.ts';
import { standingConformance } from './conformance-standing.ts';
import { trailConformance } from './conformance-trail.ts';
import { wakeUpsConformance } from './conformance-wake-ups.ts';

/** @param open makes a new, empty database; the suite closes it. */
export const ledgerConformance = (open: () => Promise<Database>): void => {
  let database: Database;
  before(async function () {
    this.timeout(60_000);
    database = await open();
  });
  after(() => database.close());

  requestsConformance(() => database);
  createFromConformance(() => database);
  listsConformance(() => database);
  booksConformance(() => database);
  peopleConformance(() => database);
  setupConformance(() => database);
  findingsConformance(() => database);
  trailConformance(() => database);
  wakeUpsConformance(() => database);
  standingConformance(() => database);
};
