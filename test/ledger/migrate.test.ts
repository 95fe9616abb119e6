// Migrations: harmless to run again, and never onto a database of the future or with edited files.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/ledger/database.ts';
import { migrate } from '../../src/ledger/migrate.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { isThisVersion, migrationsRun } from '../../src/ledger/this-version.ts';

describe('Migrations', function () {
  this.timeout(60_000);
  let directory: string;
  let database: Database;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jit-migrate-'));
    database = await openPglite(directory);
    await migrate(database);
  });
  after(async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });

  const tables = async () =>
    database.query('select version::int, name, md5, run_at from jit.schema_version order by 1');

  it('change nothing when run again, also by two at once', async () => {
    const first = await tables();
    await Promise.all([migrate(database), migrate(database)]);
    assert.deepEqual(await tables(), first);
  });

  const areRun = async () => isThisVersion(await database.query(migrationsRun));

  it('are known to be run where all of them are, as they are now, and no other', async () => {
    const change = async (text: string, undo: string) => {
      await database.query(text);
      const known = await areRun();
      await database.query(undo);
      return known;
    };
    const kept = 'create table jit.kept as select * from jit.schema_version where version = 2';
    await database.query(kept);
    const back = 'insert into jit.schema_version select * from jit.kept';
    assert.deepEqual(
      [
        await areRun(),
        await change(
          'insert into jit.schema_version (version) values (999)',
          'delete from jit.schema_version where version = 999',
        ),
        await change('delete from jit.schema_version where version = 2', back),
        await change(
          `update jit.schema_version set md5 = 'other' where version = 2`,
          'update jit.schema_version set md5 = (select md5 from jit.kept) where version = 2',
        ),
        await change(
          'update jit.schema_version set md5 = null where version = 2',
          'update jit.schema_version set md5 = (select md5 from jit.kept) where version = 2',
        ),
        await areRun(),
      ],
      [true, false, false, false, false, true],
    );
    await database.query('drop table jit.kept');
  });

  it('are looked for when the embedded database is opened', async () => {
    const before = database.isCurrent;
    await database.close();
    database = await openPglite(directory);
    assert.deepEqual([before, database.isCurrent], [false, true]);
  });

  it('refuse a file that was edited after it was run', async () => {
    const [{ md5 } = {}] = await database.query('select md5 from jit.schema_version where version = 1');
    await database.query(`update jit.schema_version set md5 = 'other' where version = 1`);
    await assert.rejects(migrate(database), (error: Error) =>
      /MD5 checksum failed/.test(String(error.cause)),
    );
    await database.query('update jit.schema_version set md5 = $1 where version = 1', [md5]);
  });

  it('refuse a database of a newer version', async () => {
    await database.query('insert into jit.schema_version (version) values (999)');
    await assert.rejects(migrate(database), { name: 'Fault', code: 'rejected', message: /newer version/ });
    await database.query('delete from jit.schema_version where version = 999');
  });
});
