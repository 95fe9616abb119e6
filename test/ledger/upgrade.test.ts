// An upgrade from version 1, with requests in flight: nothing is lost, and everything goes on under the same version.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Postgrator from 'postgrator';
import { z } from 'zod';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { createBench } from './bench-ledgers.ts';

const migrations = join(import.meta.dirname, '../../src/ledger/migrations');

/** Requests of every state, exactly as version 1 stored them. */
const documents = z
  .array(
    z.looseObject({
      id: z.string(),
      version: z.int(),
      state: z.string(),
      requester: z.looseObject({ id: z.string() }),
      origin: z.looseObject({ conversationId: z.string(), activityId: z.string() }),
      asking: z.looseObject({ kind: z.string() }).optional(),
    }),
  )
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'version-1-requests.json'), 'utf8')));
type Document = (typeof documents)[number];

const web01 =
  '/subscriptions/10000000-0000-4000-8000-000000000001/resourcegroups/rg-web/providers/microsoft.compute/virtualmachines/web-01';
const at = '2026-11-23T12:00:00Z';

/** What each document has to be now. */
const upgraded = (document: Document): unknown => ({
  ...document,
  shape: 2,
  decisionCards: [],
  ...('terms' in document ? { grounds: { kind: 'jit-policy' } } : {}),
  ...(document.asking?.kind === 'form' ? { asking: { ...document.asking, outlook: [] } } : {}),
});

async function makeVersion1(database: Database): Promise<void> {
  const postgrator = new Postgrator({
    driver: 'pg',
    schemaTable: 'jit.schema_version',
    migrationPattern: join(migrations, '001.*.sql'),
    newline: 'LF',
    execQuery: async (sql) => ({ rows: [...(await database.query(sql))] }),
    execSqlScript: (sql) => database.script(sql),
  });
  await postgrator.migrate();
}

const storeAsVersion1 = (database: Database, { id, version, state, requester, origin, ...more }: Document) =>
  database.query(
    `insert into jit.requests (id, version, state, requester_id, conversation_id, activity_id, wake_at, document, created_at, updated_at)
     values ($1, $2::int, $3, $4, $5, $6, $7::timestamptz, $8::jsonb, $7::timestamptz, $7::timestamptz)`,
    [
      id,
      version,
      state,
      requester.id,
      origin.conversationId,
      origin.activityId,
      at,
      JSON.stringify({ id, version, state, requester, origin, ...more }),
    ],
  );

async function fillVersion1(database: Database): Promise<void> {
  for (const document of documents) await storeAsVersion1(database, document);
  await database.query(
    `insert into jit.audit (at, actor, kind, request_id, version, facts) values
      ($1, 'ada', 'asked', 'withdrawn', 1, '{"wish": {}}'),
      ($1, 'ada', 'asked-again', 'withdrawn', 2, $2::jsonb),
      ($1, 'bot', 'looked', 'open', 3, '{}')`,
    [at, JSON.stringify({ machine: web01 })],
  );
  await database.query(`insert into jit.channels (purpose, conversation_id) values ('on-call', '19:ops')`);
}

const upgradeConformance = (open: () => Promise<Database>): void => {
  let database: Database;
  let ledger: Ledger;
  const bench = createBench(() => database);
  before(async function () {
    this.timeout(60_000);
    database = await open();
    await makeVersion1(database);
    await fillVersion1(database);
    ledger = (await bench.open()).ledger;
  });
  after(async () => {
    await bench.close();
    await database.close();
  });

  it('has samples of every state there was', () => {
    assert.deepEqual(
      [...new Set(documents.map(({ state }) => state))].sort(),
      'approved closed closing draft failed lapsed open opening refused withdrawn'.split(' '),
    );
  });

  it('keeps the channel', async () => {
    assert.deepEqual(await ledger.channel('on-call'), { conversationId: '19:ops' });
  });

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

  it('lists what has not ended, and asks nobody about it', async () => {
    const current = await ledger.currentOf('aaaaaaaa-0000-4000-8000-000000000001', 100);
    assert.deepEqual(
      [current.map(({ id }) => id), await ledger.undecided(100)],
      [['opening', 'open', 'draft-machine', 'draft', 'closing', 'approved'], []],
    );
  });

  it('refuses what a replica of version 1 that still runs would write', async () => {
    const [draft] = documents;
    assert.ok(draft);
    const late = { ...draft, id: 'late', origin: { conversationId: 'c', activityId: 'a' } };
    await assert.rejects(storeAsVersion1(database, late), { name: 'Fault', code: 'rejected' });
    assert.equal(await ledger.load('late'), undefined);
  });

  for (const document of documents)
    it(`reads what version 1 stored and goes on with it: ${document.id}`, async () => {
      const taken = await ledger.lease(document.id, bench.at);
      assert.ok(taken.kind === 'leased');
      const { request } = taken;
      const entry = { at: bench.at, actor: 'bot', kind: 'saved', facts: {} };
      const saved = await ledger.save(request, [entry], bench.at + 60_000);
      assert.ok(saved !== 'conflict');
      const released = await ledger.release(saved, undefined);
      assert.deepEqual(
        [request, released, await ledger.load(document.id)],
        [upgraded(document), true, { ...request, version: document.version + 1 }],
      );
    });
};

describe('An upgrade from version 1 on PGlite', () => {
  let directory: string;
  upgradeConformance(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jit-upgrade-'));
    return openPglite(directory);
  });
  after(() => rm(directory, { recursive: true, force: true }));
});

describe('An upgrade from version 1 on PostgreSQL', function () {
  this.timeout(60_000);
  let server: RealPostgres;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.stop());
  upgradeConformance(async () => openPostgres(await server.freshDatabase(), () => undefined));
});
