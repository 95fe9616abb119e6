// Prepared statements of the embedded database.
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { createPrepared } from '../../src/ledger/prepared.ts';

const keep = (id: number) => ({ text: 'insert into kept (id) values ($1)', values: [id] });
const kept = { text: 'select id from kept order by id', values: [] };

describe('Prepared statements', function () {
  this.timeout(60_000);
  let pglite: PGlite;
  before(async () => {
    pglite = new PGlite();
    await pglite.exec('create table kept (id integer primary key)');
  });
  beforeEach(() => pglite.exec('deallocate all; truncate kept'));
  after(() => pglite.close());

  it('answer each with its own rows', async () => {
    const { run } = createPrepared(pglite);
    const doubled = { text: 'select $1::int * 2 as doubled', values: [21] };
    assert.deepEqual(await run([keep(1), doubled, keep(2), kept]), [
      [],
      [{ doubled: 42 }],
      [],
      [{ id: 1 }, { id: 2 }],
    ]);
  });

  it('read and write values as their types want it', async () => {
    const { run } = createPrepared(pglite);
    const text = 'select $1::jsonb as json, $2::timestamptz as at, $3::text as none, $4::boolean as flag';
    const values = ['{"a":[1]}', '2026-01-31T13:05:06.000Z', null, true];
    assert.deepEqual(await run([{ text, values }]), [
      [{ json: { a: [1] }, at: new Date('2026-01-31T13:05:06.000Z'), none: null, flag: true }],
    ]);
  });

  it('take effect all or, when one fails, none', async () => {
    const { run } = createPrepared(pglite);
    await assert.rejects(run([keep(1), keep(1), keep(2)]), { code: '23505' });
    assert.deepEqual(await run([kept]), [[]]);
  });

  it('do nothing when one of them is no SQL', async () => {
    const { run } = createPrepared(pglite);
    await assert.rejects(run([keep(1), { text: 'selekt', values: [] }]), { code: '42601' });
    assert.deepEqual(await run([kept]), [[]]);
  });

  it('are planned again after they gave way to others', async () => {
    const { run } = createPrepared(pglite, 1);
    await run([keep(1), kept]);
    await run([keep(2), kept]);
    const [rows] = await run([kept]);
    const left = await pglite.query(`select statement from pg_prepared_statements where name like 'jit%'`);
    assert.deepEqual([rows, left.rows], [[{ id: 1 }, { id: 2 }], [{ statement: kept.text }]]);
  });

  it('fail in words once the database is closed', async () => {
    const closed = new PGlite();
    await closed.waitReady;
    await closed.close();
    await assert.rejects(createPrepared(closed).run([kept]), { message: 'The embedded database is closed.' });
  });
});
