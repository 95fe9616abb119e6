// Reads the whole ledger of a doomed world through the ledger's own code.
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { isEnded } from '../../src/domain/access-request.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { requestFrom } from '../../src/ledger/request-schema.ts';
import { instantIn, optionalTextIn, textIn } from '../../src/ledger/rows.ts';
import { setupChangeFrom } from '../../src/ledger/setup-schema.ts';
import type { DoomedWorld } from './world.ts';

/** One entry of the audit trail, in its order. */
export interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly requestId: string | undefined;
  readonly version: number;
  readonly facts: unknown;
}

export interface Books {
  readonly requests: readonly AccessRequest[];
  readonly entries: readonly Entry[];
  readonly setups: readonly SetupChange[];
  /** Ids of leases that nobody gave back. */
  readonly leased: readonly string[];
}

/** On a server at any time; embedded books only while no bot has them open. */
export async function readBooks({ books }: DoomedWorld): Promise<Books> {
  const database =
    'dataDir' in books ? await openPglite(books.dataDir) : openPostgres(books.databaseUrl, () => undefined);
  try {
    const requests = await database.query('select id, document, lease_owner from jit.requests order by id');
    const entries = await database.query(
      'select at, kind, request_id, version::text, facts from jit.audit order by seq',
    );
    const setups = await database.query('select document from jit.setup_changes');
    return {
      requests: requests.map(({ document }) => requestFrom(document)),
      setups: setups.map(({ document }) => setupChangeFrom(document)),
      leased: requests.filter(({ lease_owner: owner }) => owner !== null).map((row) => textIn(row, 'id')),
      entries: entries.map((row) => ({
        at: instantIn(row, 'at') ?? 0,
        kind: textIn(row, 'kind'),
        requestId: optionalTextIn(row, 'request_id'),
        version: Number(optionalTextIn(row, 'version') ?? 0),
        facts: row.facts,
      })),
    };
  } finally {
    await database.close();
  }
}

/** What still is to come, in words: nothing, once every request and change has ended and owes nobody anything. */
export function unfinished({ requests, setups }: Books, now: number): readonly string[] {
  return [
    ...requests.flatMap((request) => {
      const { due, wakeAt } = owed(request, now, defaultPace);
      if (isEnded(request) && due.length === 0 && wakeAt === undefined) return [];
      return [`request ${request.id} is ${request.state}, owes ${JSON.stringify(due)}, wakes ${wakeAt}`];
    }),
    ...setups
      .filter((change) => change.state !== 'dropped' && !(change.state === 'ended' && change.told))
      .map(({ id, state }) => `setup change ${id} is ${state}`),
  ];
}
