// Connections whose password is fetched for each of them, and TLS, on real PostgreSQL servers.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../src/access/fault.ts';
import { openDatabase } from '../../src/ledger/open-database.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { certificateFor } from '../support/certificate.ts';
import { keptLog } from '../support/kept-log.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';
import { draft } from './sample-requests.ts';

const nothing = () => undefined;

describe('A database that is signed in to without a key', function () {
  this.timeout(120_000);
  let server: RealPostgres;
  let users = 0;
  before(async () => {
    server = await startPostgres();
  });
  after(() => server.stop());

  /** A database with a user `identity` who has no password yet, and a source of tokens of which the latest alone is good. */
  async function withTokens() {
    const ownerUrl = await server.freshDatabase();
    const owner = openPostgres(ownerUrl, nothing);
    // Roles belong to the server, and so to all its databases.
    users += 1;
    const user = `identity_${users}`;
    await owner.script(`create role ${user} login superuser`);
    const tokens: string[] = [];
    const token = async () => {
      const fresh = `token-${tokens.push('')}`;
      await owner.script(`alter role ${user} password '${fresh}'`);
      tokens[tokens.length - 1] = fresh;
      return fresh;
    };
    const url = ownerUrl.replace(/\/\/[^@]+@/, `//${user}@`);
    return { owner, token, tokens, url, user };
  }

  it('fetches a token for each new connection, and none for one that is open', async () => {
    const { owner, token, tokens, url, user } = await withTokens();
    const database = openPostgres(url, nothing, token);
    const ask = "select current_user::text || ' ' || count(*) over () as who";
    await database.query(ask);
    await database.query(ask);
    const first = [...tokens];
    // While one connection is busy, another has to be made; the token of the first is no longer good then.
    const inner = await database.transaction(() => database.transaction((two) => two.query(ask)));
    await Promise.all([database.close(), owner.close()]);
    assert.deepEqual([first, tokens, inner], [['token-1'], ['token-1', 'token-2'], [{ who: `${user} 1` }]]);
  });

  it('holds the books like any other: tables, records, jobs', async () => {
    const { owner, token, url } = await withTokens();
    const log = keptLog();
    // Several connections are made at once here, and the server takes only the newest token: one for all of them.
    const only = await token();
    const databasePassword = async () => only;
    const opened = await openLedger({ databaseUrl: url, databasePassword, dataDir: '/nowhere', log });
    const woken = Promise.withResolvers<string>();
    await opened.wakeUps.start(async (id) => woken.resolve(id));
    const { request } = await opened.ledger.create(draft(), [], Date.now());
    assert.equal(await woken.promise, request.id);
    await opened.close();
    await owner.close();
    assert.deepEqual(log.lines, []);
  });

  it('is signed in to again, with a new token, when its connections were cut', async () => {
    const { owner, token, tokens, url, user } = await withTokens();
    const database = openPostgres(url, nothing, token);
    await database.query('select 1');
    await owner.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [user]);
    await until(() =>
      database.query('select 1').then(
        () => true,
        () => false,
      ),
    );
    await Promise.all([database.close(), owner.close()]);
    assert.equal(tokens.length, 2);
  });

  it('says what was said where there is no token, and does not even call at the server', async () => {
    let calls = 0;
    const listener = createServer(() => {
      calls += 1;
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    const noToken = new Fault('unavailable', 'There is no token.');
    const url = `postgres://identity@127.0.0.1:${port}/books`;
    const database = openPostgres(url, nothing, () => Promise.reject(noToken));
    await assert.rejects(database.query('select 1'), noToken);
    await assert.rejects(
      database.transaction(async () => undefined),
      noToken,
    );
    await database.close();
    listener.close();
    assert.equal(calls, 0);
  });

  it('is waited for at the start, while there is no token yet', async () => {
    const { owner, token, url } = await withTokens();
    let asked = 0;
    const log = keptLog();
    const database = await openDatabase({
      databaseUrl: url,
      databasePassword: () => {
        asked += 1;
        return asked === 1 ? Promise.reject(new Fault('unavailable', 'There is no token.')) : token();
      },
      dataDir: '/nowhere',
      log,
    });
    await Promise.all([database.close(), owner.close()]);
    assert.deepEqual(
      log.lines.map(({ sentence, facts }) => [sentence, String(facts.err)]),
      [['the database cannot be reached yet; it is tried again', 'Fault: There is no token.']],
    );
  });

  it('says that the sign-in was not accepted where the token is not taken', async () => {
    const { owner, url } = await withTokens();
    const database = openPostgres(url, nothing, async () => 'stale');
    await assert.rejects(database.query('select 1'), {
      name: 'Fault',
      code: 'unavailable',
      message: 'The database did not accept the sign-in of the bot.',
    });
    await Promise.all([database.close(), owner.close()]);
  });
});

describe('A connection by TLS', function () {
  this.timeout(120_000);
  let folder: string;
  let server: RealPostgres;
  let url: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-tls-'));
    const [ours, others] = await Promise.all([certificateFor(['127.0.0.1']), certificateFor(['127.0.0.1'])]);
    await writeFile(join(folder, 'ours.pem'), ours.cert);
    await writeFile(join(folder, 'others.pem'), others.cert);
    server = await startPostgres(undefined, { tls: ours });
    url = await server.freshDatabase();
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const isTls = async (query: string) => {
    const database = openPostgres(`${url}?${query}`, nothing);
    try {
      const [row] = await database.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      return row?.ssl;
    } finally {
      await database.close();
    }
  };

  it('with sslmode=verify-full comes about with a server whose authority is known', async () =>
    assert.equal(await isTls(`sslmode=verify-full&sslrootcert=${folder}/ours.pem`), true));

  for (const [whose, query] of [
    ['of another authority', () => `sslmode=verify-full&sslrootcert=${folder}/others.pem`],
    ['of none that Node knows', () => 'sslmode=verify-full'],
  ] as const)
    it(`with sslmode=verify-full is not made to a server with a certificate ${whose}`, () =>
      assert.rejects(isTls(query()), { name: 'Fault', code: 'unavailable' }));

  it('with sslmode=verify-full is not made to a server that another name was given to', async () => {
    const elsewhere = certificateFor(['db.example.com']);
    await writeFile(join(folder, 'elsewhere.pem'), elsewhere.cert);
    const named = await startPostgres(undefined, { tls: elsewhere });
    try {
      const other = `${await named.freshDatabase()}?sslmode=verify-full&sslrootcert=${folder}/elsewhere.pem`;
      const database = openPostgres(other, nothing);
      await assert.rejects(database.query('select 1'), ({ cause }: Error) =>
        /does not match certificate/.test(String(cause)),
      );
      await database.close();
    } finally {
      await named.stop();
    }
  });

  it('with sslmode=verify-full is not made to a server that has no TLS', async () => {
    const plain = await startPostgres();
    try {
      const database = openPostgres(`${await plain.freshDatabase()}?sslmode=verify-full`, nothing);
      await assert.rejects(database.query('select 1'), ({ cause }: Error) =>
        /does not support SSL/.test(String(cause)),
      );
      await database.close();
    } finally {
      await plain.stop();
    }
  });
});
