// The audit trail's export: what it writes, and what it says where there is nothing to export.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { runAuditCommand } from '../../src/cli/audit.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { type OpenedLedger, openLedger } from '../../src/ledger/open-ledger.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import { keptLog } from '../support/kept-log.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { aDraft, ada, aPending, automatic, grace, noon, terms, web01 } from '../support/requests.ts';

/** Of the migrations, as this version has them. */
const latest = globSync('src/ledger/migrations/*.sql').length;

const since = ['export', '--since', '2026-11-23'];

/** Runs the command; its exit code and what it wrote. */
async function run(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const said = { stdout: '', stderr: '' };
  const into = (name: keyof typeof said) =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        said[name] += chunk.toString();
        done();
      },
    });
  const code = await runAuditCommand(args, env, { stdout: into('stdout'), stderr: into('stderr') });
  return { code, ...said };
}

const seqs = (jsonLines: string): readonly unknown[] =>
  jsonLines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).seq);

async function writeSamples({ ledger }: OpenedLedger): Promise<void> {
  const draft = { ...aDraft('req-1'), requester: { ...ada, name: '=HYPERLINK("http://evil")' } };
  const { request, entries } = lifecycle.approved(draft, terms, automatic, noon);
  await ledger.create(draft, [{ at: noon, actor: ada.id, kind: 'asked', facts: { wish: {} } }], noon);
  const [, approved] = entries;
  assert.ok(approved);
  await ledger.save(request, [approved]);
  await ledger.note({ at: noon + 1000, actor: grace.id, kind: 'click-refused', facts: { why: 'a "b",\nc' } });
  const facts = { machineId: '/machines/other', machine: '+other' };
  await ledger.note({ at: noon + 2000, actor: grace.id, kind: 'allowed', rule: '@rule', facts });
}

describe('The audit export', function () {
  this.timeout(60_000);
  let dataDir: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jit-audit-'));
    const opened = await openLedger({ dataDir, log: keptLog(), now: () => noon });
    await writeSamples(opened);
    await opened.close();
  });
  after(() => rm(dataDir, { recursive: true, force: true }));

  const requester = { id: ada.id, name: '=HYPERLINK("http://evil")' };
  const machine = { id: web01.id, name: 'web-01' };
  const entries = [
    {
      seq: 1,
      at: '2026-11-23T12:00:00.000Z',
      actor: ada.id,
      kind: 'asked',
      rule: null,
      requestId: 'req-1',
      version: 1,
      requester,
      machine,
      facts: { wish: {} },
    },
    {
      seq: 2,
      at: '2026-11-23T12:00:00.000Z',
      actor: 'bot',
      kind: 'approved',
      rule: 'everything',
      requestId: 'req-1',
      version: 2,
      requester,
      machine,
      facts: { grounds: { kind: 'automatic', rule: 'everything' } },
    },
    {
      seq: 3,
      at: '2026-11-23T12:00:01.000Z',
      actor: grace.id,
      kind: 'click-refused',
      rule: null,
      requestId: null,
      version: null,
      requester: null,
      machine: null,
      facts: { why: 'a "b",\nc' },
    },
    {
      seq: 4,
      at: '2026-11-23T12:00:02.000Z',
      actor: grace.id,
      kind: 'allowed',
      rule: '@rule',
      requestId: null,
      version: null,
      requester: null,
      machine: { id: '/machines/other', name: '+other' },
      facts: { machineId: '/machines/other', machine: '+other' },
    },
  ];

  it('writes JSON lines, one an entry, in order', async () => {
    const { code, stdout, stderr } = await run(since, { DATA_DIR: dataDir });
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual([code, stderr, lines.map((line): unknown => JSON.parse(line))], [0, '', entries]);
    assert.deepEqual(Object.keys(JSON.parse(lines[0] ?? '')), Object.keys(entries[0] ?? {}));
  });

  it('writes CSV that a spreadsheet takes for text', async () => {
    const { code, stdout } = await run([...since, '--format', 'csv'], { DATA_DIR: dataDir });
    const who = `${ada.id},"'=HYPERLINK(""http://evil"")",${web01.id},web-01`;
    assert.deepEqual(
      [code, stdout],
      [
        0,
        [
          'seq,at,actor,kind,rule,requestId,version,requesterId,requesterName,machineId,machineName,facts',
          `1,2026-11-23T12:00:00.000Z,${ada.id},asked,,req-1,1,${who},"{""wish"":{}}"`,
          `2,2026-11-23T12:00:00.000Z,bot,approved,everything,req-1,2,${who},"{""grounds"":{""kind"":""automatic"",""rule"":""everything""}}"`,
          `3,2026-11-23T12:00:01.000Z,${grace.id},click-refused,,,,,,,,"{""why"":""a \\""b\\"",\\nc""}"`,
          `4,2026-11-23T12:00:02.000Z,${grace.id},allowed,'@rule,,,,,/machines/other,'+other,"{""machine"":""+other"",""machineId"":""/machines/other""}"`,
          '',
        ].join('\n'),
      ],
    );
  });

  for (const [what, args, expected] of [
    ['from a moment on', ['--since', '2026-11-23T12:00:01Z'], [3, 4]],
    ['from a moment on in another zone', ['--since', '2026-11-23T13:00:02+01:00'], [4]],
    ['up to a moment, without it', ['--since', '2026-11-23', '--until', '2026-11-23T12:00:01.000Z'], [1, 2]],
    ['of a whole day', ['--since', '2026-11-22', '--until', '2026-11-23'], []],
    ['of nothing that was', ['--since', '2026-11-24'], []],
  ] as const)
    it(`writes what there is ${what}`, async () => {
      const { code, stdout } = await run(['export', ...args], { DATA_DIR: dataDir });
      assert.deepEqual([code, seqs(stdout)], [0, expected]);
    });

  it('writes the header alone where there is nothing', async () => {
    const args = ['export', '--since', '2027-01-01', '--format', 'csv'];
    const { code, stdout } = await run(args, { DATA_DIR: dataDir });
    assert.deepEqual([code, stdout.split('\n').length, stdout.startsWith('seq,at,')], [0, 2, true]);
  });

  it('writes a file, whole or not at all', async () => {
    const file = join(dataDir, 'trail.jsonl');
    const { code, stdout } = await run([...since, '--out', file], { DATA_DIR: dataDir });
    const files = (await readdir(dataDir)).filter((name) => name.startsWith('trail'));
    assert.deepEqual(
      [code, stdout, seqs(await readFile(file, 'utf8')), files],
      [0, '', [1, 2, 3, 4], ['trail.jsonl']],
    );
  });

  it('says in a sentence that a file cannot be written', async () => {
    const file = join(dataDir, 'nowhere', 'trail.csv');
    assert.deepEqual(await run([...since, '--out', file], { DATA_DIR: dataDir }), {
      code: 1,
      stdout: '',
      stderr: `${file} cannot be written (ENOENT).\n`,
    });
  });

  it('ends quietly when its reader has had enough', async () => {
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const stderr = new Writable({ write: () => assert.fail('there is nothing to say') });
    assert.equal(await runAuditCommand(since, { DATA_DIR: dataDir }, { stdout, stderr }), 0);
  });

  it('works as a process', async () => {
    const program = join(import.meta.dirname, '../../src/cli/audit.ts');
    const all = await promisify(execFile)(process.execPath, [program, ...since], {
      env: { ...process.env, DATABASE_URL: '', DATA_DIR: dataDir },
    });
    assert.deepEqual([seqs(all.stdout), all.stderr], [[1, 2, 3, 4], '']);
    await assert.rejects(promisify(execFile)(process.execPath, [program]), { code: 2, stdout: '' });
  });

  describe('with words it cannot understand', () => {
    for (const [args, sentence] of [
      [[], /\n\nSay what to do: export\.\n$/],
      [['import'], /\n\nSay what to do: export, not import\.\n$/],
      [['export', 'all', '--since', '2026-11-01'], /\n\nexport takes no all\.\n$/],
      [['export'], /\n\nSay from when on, for example --since 2026-11-01\.\n$/],
      [['export', '--since', 'yesterday'], /\n\n--since must be a date .* not yesterday\.\n$/],
      [['export', '--since', '2026-02-30'], /\n\n--since must be a date .* not 2026-02-30\.\n$/],
      [['export', '--since', '2026-11-01T10:00:00'], /\n\n--since must be .* with its zone .*\n/],
      [['export', '--since', ''], /\n\n--since must be a date .* not empty\.\n$/],
      [[...since, '--until', 'now'], /\n\n--until must be a date .* not now\.\n$/],
      [[...since, '--until', '2026-11-23'], /\n\n--until must be later than --since\.\n$/],
      [[...since, '--format', 'xml'], /\n\n--format must be jsonl or csv, not xml\.\n$/],
      [[...since, '--out', ''], /\n\n--out needs the name of a file\.\n$/],
      [[...since, '--from', 'x'], /\n\nUnknown option '--from'/],
    ] as const)
      it(`says so and how it is used, and ends with 2: ${args.join(' ')}`, async () => {
        const { code, stdout, stderr } = await run(args, { DATA_DIR: dataDir });
        assert.deepEqual([code, stdout], [2, '']);
        assert.match(stderr, sentence);
        assert.match(stderr, /^npm run audit -- export --since DATE/);
      });

    it('refuses a database address of another kind', async () => {
      const { code, stderr } = await run(since, { DATABASE_URL: 'mysql://x' });
      assert.deepEqual([code, stderr], [2, 'DATABASE_URL must start with postgres:// or postgresql://.\n']);
    });

    it('helps who asks', async () => {
      const { code, stdout, stderr } = await run(['--help'], {});
      assert.deepEqual([code, stderr, stdout.includes('--until')], [0, '', true]);
    });
  });

  describe('of an embedded database', () => {
    it('says who uses it and what to do while the bot runs', async () => {
      const opened = await openLedger({ dataDir, log: keptLog() });
      const { code, stdout, stderr } = await run(since, { DATA_DIR: dataDir });
      await opened.close();
      assert.deepEqual([code, stdout], [1, '']);
      assert.match(
        stderr,
        new RegExp(
          `^The data directory .* is in use by process ${process.pid}; stop it, or set DATABASE_URL to share a PostgreSQL server\\.`,
        ),
      );
    });

    it('makes none where there is none', async () => {
      const empty = await mkdtemp(join(tmpdir(), 'jit-audit-empty-'));
      const answer = await run(since, { DATA_DIR: empty });
      const left = await readdir(empty);
      await rm(empty, { recursive: true });
      assert.deepEqual(
        [answer, left],
        [{ code: 1, stdout: '', stderr: `There is no database of JIT Access in ${empty}.\n` }, []],
      );
    });

    it('takes an empty DATABASE_URL for none, as the bot does', async () => {
      const { code } = await run(since, { DATABASE_URL: '', DATA_DIR: dataDir });
      assert.equal(code, 0);
    });

    for (const [what, change, back, sentence] of [
      [
        'an older',
        `delete from jit.schema_version where version = ${latest}`,
        `insert into jit.schema_version (version, name, md5) values (${latest}, 'latest', 'x')`,
        `The database is of another version of JIT Access (its tables are at ${latest - 1}, this version needs ${latest}); start the bot of this version once, which brings it up to date.\n`,
      ],
      [
        'a newer',
        `insert into jit.schema_version (version) values (${latest + 1})`,
        `delete from jit.schema_version where version = ${latest + 1}`,
        `The database is of another version of JIT Access (its tables are at ${latest + 1}, this version needs ${latest}); use the version of JIT Access that wrote it.\n`,
      ],
    ] as const)
      it(`leaves a database of ${what} version alone, and says which it is`, async () => {
        const alter = async (text: string) => {
          const database = await openPglite(dataDir);
          await database.query(text);
          await database.close();
        };
        await alter(change);
        const answer = await run(since, { DATA_DIR: dataDir });
        await alter(back);
        assert.deepEqual(answer, { code: 1, stdout: '', stderr: sentence });
      });
  });

  describe('of a PostgreSQL server', () => {
    let server: RealPostgres;
    before(async () => {
      server = await startPostgres();
    });
    after(() => server.stop());

    it('reads beside a running bot, with the right to select alone, more than one page of it', async () => {
      const url = await server.freshDatabase();
      const opened = await openLedger({ databaseUrl: url, dataDir: '/nowhere', log: keptLog() });
      const database = openPostgres(url, () => undefined);
      await database.script(`
        insert into jit.audit (at, actor, kind, facts)
        select '2026-11-23T12:00:00Z', 'bot', 'looked', '{}' from generate_series(1, 2500);
        create role auditor login password 'secret';
        grant usage on schema jit to auditor;
        grant select on jit.audit, jit.requests, jit.schema_version to auditor`);
      const asAuditor = url.replace(/\/\/[^@]+@/, '//auditor:secret@');
      const { code, stdout, stderr } = await run(since, { DATABASE_URL: asAuditor });
      await Promise.all([database.close(), opened.close()]);
      assert.deepEqual(
        [code, stderr, seqs(stdout)],
        [0, '', Array.from({ length: 2500 }, (_, index) => index + 1)],
      );
    });

    it('says that there is no database of ours', async () => {
      assert.deepEqual(await run(since, { DATABASE_URL: await server.freshDatabase() }), {
        code: 1,
        stdout: '',
        stderr: 'There is no database of JIT Access.\n',
      });
    });

    it('says that it cannot be reached, and why, but not the password', async () => {
      const away = await run(since, { DATABASE_URL: 'postgres://postgres:hush@127.0.0.1:1/none' });
      const wrong = (await server.freshDatabase()).replace(/:[^:@]+@/, ':hush@');
      const refused = await run(since, { DATABASE_URL: wrong });
      assert.deepEqual([away.code, refused.code], [1, 1]);
      assert.match(away.stderr, /^The database cannot be reached at the moment\. \(.*ECONNREFUSED.*\)\n$/);
      assert.match(refused.stderr, /\(password authentication failed for user "postgres"\)\n$/);
      assert.doesNotMatch(away.stderr + refused.stderr, /hush/);
    });

    it('keeps nothing of a file it could not finish', async () => {
      const url = await server.freshDatabase();
      const opened = await openLedger({ databaseUrl: url, dataDir: '/nowhere', log: keptLog() });
      await opened.ledger.create(aPending(), [], noon);
      await opened.ledger.note({ at: noon, actor: 'bot', kind: 'looked', facts: {} });
      await opened.close();
      const database = openPostgres(url, () => undefined);
      await database.script(`
        create role clerk login password 'secret';
        grant usage on schema jit to clerk;
        grant select on jit.audit, jit.schema_version to clerk`);
      await database.close();
      const file = join(dataDir, 'broken.jsonl');
      const asClerk = url.replace(/\/\/[^@]+@/, '//clerk:secret@');
      const { code, stderr } = await run([...since, '--out', file], { DATABASE_URL: asClerk });
      const left = (await readdir(dataDir)).filter((name) => name.startsWith('broken'));
      assert.deepEqual([code, left], [1, []]);
      assert.match(stderr, /\(permission denied for table requests\)\n$/);
    });
  });
});
