// The ledger on a real PostgreSQL server, and what only a server can do: be away, and be started against by two.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { migrate } from '../../src/ledger/migrate.ts';
import { openJobQueue } from '../../src/ledger/open-jobs.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { createPeopleBooks } from '../../src/ledger/people-books.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { everyFinding, machine } from '../support/findings.ts';
import { keptLog } from '../support/kept-log.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { grace } from '../support/requests.ts';
import { until } from '../support/until.ts';
import { ledgerConformance } from './conformance.ts';
import { changeDraft } from './sample-changes.ts';
import { draft, everyState } from './sample-requests.ts';

describe('The ledger on PostgreSQL', function () {
  this.timeout(60_000);
  let server: RealPostgres;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.stop());

  const open = async (databaseUrl: string, log = keptLog()) =>
    openLedger({ databaseUrl, dataDir: '/nowhere', log });

  ledgerConformance(async () => openPostgres(await server.freshDatabase(), () => undefined));

  it('is made once by replicas that start at the same time', async () => {
    const url = await server.freshDatabase();
    const replicas = await Promise.all([open(url), open(url), open(url)]);
    const database = openPostgres(url, () => undefined);
    const versions = await database.query('select version::int from jit.schema_version order by 1');
    await Promise.all([...replicas, database].map((each) => each.close()));
    assert.deepEqual(
      versions.map(({ version }) => version),
      [0, 1, 2, 3, 4, 5, 6],
    );
  });

  it('has its jobs made once also where each had looked for them before another made them', async () => {
    // pg-boss's own lock (its plans.js: advisoryLockKey).
    const key = `('x' || encode(sha224((current_database() || '.pgboss.pgboss')::bytea), 'hex'))::bit(64)::bigint`;
    const waiting = `select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted`;
    // What PostgreSQL remembers of the first look decides: not every round is one in which somebody fails.
    for (let round = 0; round < 6; round += 1) {
      const url = await server.freshDatabase();
      const first = new Client({ connectionString: url });
      await first.connect();
      const replicas = Array.from({ length: 3 }, () => openPostgres(url, () => undefined));
      try {
        await Promise.all(replicas.map(migrate));
        await first.query('begin');
        await first.query(`select pg_advisory_xact_lock(${key})`);
        const opening = Promise.all(replicas.map((replica) => openJobQueue(replica, keptLog(), Date.now)));
        opening.catch(() => undefined);
        await until(async () => (await first.query(waiting)).rows[0]?.count === replicas.length);
        await first.query('commit');
        for (const jobs of await opening) await jobs.stop();
      } finally {
        await first.end();
        await Promise.all(replicas.map((replica) => replica.close()));
      }
    }
  });

  it('waits for a server that is not there yet', async () => {
    const late = await startPostgres();
    try {
      const url = await late.freshDatabase();
      await late.halt();
      const log = keptLog();
      const opening = open(url, log);
      await until(() => log.lines.some(({ sentence }) => /cannot be reached yet/.test(sentence)), 15);
      await late.resume();
      await (await opening).close();
    } finally {
      await late.stop();
    }
  });

  it('keeps other replicas’ leases and claims when one more starts', async () => {
    const url = await server.freshDatabase();
    const first = await open(url);
    const request = draft();
    await first.ledger.create(request, [], Date.now());
    await first.ledger.claim('work', Date.now(), 60);
    const second = await open(url);
    const taken = await second.ledger.lease(request.id, Date.now());
    const had = await second.ledger.claim('work', Date.now(), 60);
    await Promise.all([first.close(), second.close()]);
    assert.deepEqual([taken.kind, had], ['busy', false]);
  });

  it('gives a claim to exactly one of many replicas, each with connections of its own', async () => {
    const url = await server.freshDatabase();
    await (await open(url)).close();
    const pools = Array.from({ length: 6 }, () => openPostgres(url, () => undefined));
    const replicas = pools.flatMap((pool, index) =>
      Array.from({ length: 5 }, (_, other) => createPeopleBooks(pool, `replica-${index}-${other}`)),
    );
    const winners: number[] = [];
    // Ever later, so that each round but the first finds a claim that has run out.
    for (let round = 0; round < 30; round += 1) {
      const had = await Promise.all(replicas.map((each) => each.claim('work', round * 60_000, 60)));
      winners.push(had.filter(Boolean).length);
    }
    await Promise.all(pools.map((pool) => pool.close()));
    assert.deepEqual(
      winners,
      Array.from({ length: 30 }, () => 1),
    );
  });

  it('lives on when its connections are cut', async () => {
    const url = await server.freshDatabase();
    const log = keptLog();
    const opened = await open(url, log);
    const other = openPostgres(url, () => undefined);
    await other.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    // Each connection that was cut may be met once more before the pool has dropped it.
    const pings = async () =>
      opened.ledger.ping().then(
        () => true,
        () => false,
      );
    await until(pings);
    await Promise.all([opened.close(), other.close()]);
  });

  it('works with the rights that docs/audit.md grants, which cannot change the trail', async () => {
    const url = await server.freshDatabase();
    await (await open(url)).close();
    const owner = openPostgres(url, () => undefined);
    const guide = readFileSync(new URL('../../docs/audit.md', import.meta.url), 'utf8');
    await owner.script(/```sql\n(.*?)```/s.exec(guide)?.[1] ?? assert.fail('the guide grants nothing'));
    const asBot = url.replace(/\/\/[^@]+@/, '//jit_bot:choose one@');

    const log = keptLog();
    const opened = await open(asBot, log);
    const woken = Promise.withResolvers<string>();
    await opened.wakeUps.start(async (id) => woken.resolve(id));
    const entry = { at: Date.now(), actor: 'bot', kind: 'noted', facts: {} };
    const { ledger } = opened;
    const { request } = await ledger.create(draft(), [entry], Date.now());
    await ledger.lease(request.id, Date.now());
    await ledger.save({ ...request, card: {} }, [entry], Date.now(), true);
    await ledger.setChannel('approvals', { conversationId: 'c' }, entry);
    await ledger.setChannel('approvals', undefined, entry);
    await ledger.announce('key', entry);
    await ledger.rememberConversation('c', {});
    const { request: grant } = await ledger.create(everyState().open, [], Date.now());
    const made = await ledger.createFrom({ request: grant, entries: [entry] }, draft(), [entry], Date.now());
    assert.ok(made !== 'conflict' && made.created);
    for (const address of ['203.0.113.1', '203.0.113.2'])
      await ledger.confirmAddress('ada', { address, at: Date.now() }, entry);
    for (const chat of ['chat-1', 'chat-2']) await ledger.rememberPersonalChat('ada', chat);
    await ledger.key('links');
    for (const now of [1, 2]) assert.equal(await ledger.claim('work', now, 60), true);
    await ledger.unclaim('work');
    const { setups, findings } = opened;
    const { change } = await setups.create(changeDraft('a'), [entry], Date.now());
    assert.notEqual(await setups.save(change, [entry], undefined), 'conflict');
    assert.equal((await setups.draftsOf(change.by.id, 9)).length, 1);
    const scope = { kind: 'subscription', subscription: machine.subscription } as const;
    await findings.record(scope, everyFinding(), Date.now());
    await findings.unread(machine.subscription, Date.now(), 'x');
    const found = (await findings.current())[0] ?? assert.fail('nothing was found');
    await findings.told([found.number], Date.now(), entry);
    const acknowledgement = { by: grace, reason: 'x', until: Date.now() + 1000, at: Date.now() };
    assert.notEqual(await findings.acknowledge(found, acknowledgement, entry), 'conflict');
    assert.equal(await woken.promise, request.id);
    await opened.close();
    assert.deepEqual(log.lines, []);

    const forgotten = await owner.query(
      `select relname from pg_class
       where relnamespace = 'jit'::regnamespace and relkind = 'r' and not has_table_privilege('jit_bot', oid, 'select')`,
    );
    assert.deepEqual(forgotten, []);

    const bot = openPostgres(asBot, () => undefined);
    for (const change of ['update jit.audit set actor = actor', 'alter table jit.audit disable trigger all'])
      await assert.rejects(bot.query(change), ({ cause }: Error) =>
        /permission denied for table audit|must be owner of table audit/.test(String(cause)),
      );
    await Promise.all([owner.close(), bot.close()]);
  });

  it('is refused as unavailable when nobody answers', async () => {
    await assert.rejects(open('postgres://postgres:x@127.0.0.1:1/none'), {
      name: 'Fault',
      code: 'unavailable',
    });
  });

  it('is refused as unavailable with a wrong password', async () => {
    const url = (await server.freshDatabase()).replace(/:[^:@]+@/, ':wrong@');
    await assert.rejects(open(url), { name: 'Fault', code: 'unavailable' });
  });
});
