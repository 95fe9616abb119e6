// An upgrade with requests in flight: nothing is lost, and everything goes on under the same version.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { Database } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';
import { createBench } from './bench-ledgers.ts';
import { allowance, columnsAsIn, fill, type Rows, rowsOf, web01 } from './older-books.ts';
import { type OlderVersion, version1, version2, writtenAt } from './older-versions.ts';

const idsOf = (requests: readonly { readonly id: string }[]): readonly string[] =>
  requests.map(({ id }) => id).sort();

const upgradeConformance = (version: OlderVersion, open: () => Promise<Database>): void => {
  const { requests, store, upgraded } = version;
  const inStates = (...states: readonly string[]) =>
    idsOf(requests.filter(({ state }) => states.includes(state)));
  let database: Database;
  let ledger: Ledger;
  let earlier: Rows;
  const bench = createBench(() => database);
  before(async function () {
    this.timeout(60_000);
    database = await open();
    await version.make(database);
    for (const request of requests) await store(database, request);
    await fill(database, version);
    earlier = await rowsOf(database, version);
    ledger = (await bench.open()).ledger;
  });
  after(async () => {
    await bench.close();
    await database.close();
  });

  it('keeps every row of every table', async () => {
    const now = await rowsOf(database, version);
    assert.deepEqual(
      Object.entries(earlier).map(([table, rows]) => [table, columnsAsIn(rows, now[table])]),
      Object.entries(earlier),
    );
  });

  it('looks at once at what is open, and at nothing else before its time', async () => {
    const found = await ledger.overlooked(writtenAt + 11_000, 1000);
    assert.deepEqual([...found].sort(), inStates('open'));
  });

  it('lists who has access, and what has not ended', async () => {
    const { requester } = requests[0] ?? assert.fail('there are samples');
    const granted = ['approved', 'opening', 'open', 'closing'];
    assert.deepEqual(
      [idsOf(await ledger.grants(undefined, 1000)), idsOf(await ledger.currentOf(requester.id, 1000))],
      [inStates(...granted), inStates('draft', 'pending', ...granted)],
    );
  });

  if (version.number === 1)
    it('finds by machine what named it, also a form that has ended', async () => {
      const rows = await ledger.history({ machineId: web01 }, 10);
      assert.deepEqual(
        rows.map(({ kind, requestId, rule }) => [kind, requestId, rule]),
        [
          ['looked', 'open', undefined],
          ['asked-again', 'withdrawn', undefined],
          ['asked', 'withdrawn', undefined],
        ],
      );
    });

  for (const older of [version1, version2].filter(({ number }) => number <= version.number)) {
    const [draft] = older.requests;
    assert.ok(draft);

    it(`refuses what a replica of version ${older.number} that still runs would make`, async () => {
      const late = { ...draft, id: 'late', origin: { conversationId: 'c', activityId: 'a' } };
      await assert.rejects(store(database, late), { name: 'Fault', code: 'rejected' });
      assert.equal(await ledger.load('late'), undefined);
    });

    it(`refuses what a replica of version ${older.number} that still runs would save`, async () => {
      const change = `update jit.requests set version = version + 1, document = $2::jsonb where id = $1`;
      const { id } = requests[0] ?? assert.fail('there are samples');
      const saved = await ledger.load(id);
      await assert.rejects(database.query(change, [id, JSON.stringify({ ...draft, id })]), {
        name: 'Fault',
        code: 'rejected',
      });
      assert.deepEqual(await ledger.load(id), saved);
    });
  }

  for (const request of requests)
    it(`reads what version ${version.number} stored and goes on with it: ${request.id}`, async () => {
      const taken = await ledger.lease(request.id, bench.at);
      assert.ok(taken.kind === 'leased');
      const entry = { at: bench.at, actor: 'bot', kind: 'saved', facts: {} };
      const saved = await ledger.save(taken.request, [entry], bench.at + 60_000);
      assert.ok(saved !== 'conflict');
      const released = await ledger.release(saved, undefined);
      assert.deepEqual(
        [taken.request, released, await ledger.load(request.id)],
        [upgraded(request), true, { ...taken.request, version: request.version + 1 }],
      );
    });

  if (version.number === 2)
    it('knows what was allowed, said and set before', async () => {
      assert.deepEqual(
        [
          await ledger.allowancesFor('bob', writtenAt),
          await ledger.announced('policy/1'),
          await ledger.channel('approvals'),
          (await ledger.history({ personId: 'grace' }, 10)).map(({ kind, rule }) => [kind, rule]),
        ],
        [[allowance], true, { conversationId: '19:a', teamGroupId: 'team' }, [['allowed', 'production']]],
      );
    });
};

describe('The samples of earlier versions', () => {
  const statesOf = ({ requests }: OlderVersion) => [...new Set(requests.map(({ state }) => state))].sort();

  it('are of every state there was', () => {
    const first = 'approved closed closing draft failed lapsed open opening refused withdrawn'.split(' ');
    assert.deepEqual(
      [statesOf(version1), statesOf(version2)],
      [first, [...first, 'denied', 'pending'].sort()],
    );
  });
});

for (const version of [version1, version2]) {
  describe(`An upgrade from version ${version.number} on PGlite`, () => {
    let directory: string;
    upgradeConformance(version, async () => {
      directory = await mkdtemp(join(tmpdir(), 'jit-upgrade-'));
      return openPglite(directory);
    });
    after(() => rm(directory, { recursive: true, force: true }));
  });
}

describe('On PostgreSQL', function () {
  this.timeout(60_000);
  let server: RealPostgres;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.stop());
  const open = async () => openPostgres(await server.freshDatabase(), () => undefined);

  for (const version of [version1, version2])
    describe(`an upgrade from version ${version.number}`, () => upgradeConformance(version, open));

  it('an upgrade takes along what a replica of version 2 is in the middle of writing', async () => {
    const database = await open();
    await version2.make(database);
    const draft = version2.requests[0] ?? assert.fail('there are samples');
    const begun = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const writing = database.transaction(async (transaction) => {
      await version2.store(transaction, draft);
      begun.resolve();
      await go.promise;
    });
    await begun.promise;
    const migrating = migrate(database);
    await until(async () => (await waitingForLocks(database)) > 0);
    go.resolve();
    await Promise.all([writing, migrating]);
    const [row] = await database.query('select document from jit.requests');
    await database.close();
    assert.deepEqual(row?.document, version2.upgraded(draft));
  });
});

const waitingForLocks = async (database: Database): Promise<number> => {
  const text = 'select pid from pg_locks where not granted and locktype = $1';
  return (await database.query(text, ['relation'])).length;
};
