// New data directories of the embedded database.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/ledger/database.ts';
import { requireThisVersion } from '../../src/ledger/migrate.ts';
import { openPglite } from '../../src/ledger/pglite.ts';

describe('New books', function () {
  this.timeout(60_000);
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'jit-new-books-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  const cacheDir = () => join(home, 'cache');
  const opened = async <T>(name: string, cache: string, look: (database: Database) => Promise<T>) => {
    const database = await openPglite(join(home, name), cache);
    return look(database).finally(() => database.close());
  };
  const keys = (database: Database) => database.query('select purpose from jit.keys');

  it('have the tables of this version, and nothing that must not be shared', async () => {
    const first = await opened('first', cacheDir(), async (database) => {
      await requireThisVersion(database);
      const before = await keys(database);
      await database.query(`insert into jit.keys values ('links', decode(repeat('00', 32), 'hex'))`);
      return before;
    });
    const second = await opened('second', cacheDir(), keys);
    const again = await opened('first', cacheDir(), keys);
    assert.deepEqual([first, second, again], [[], [], [{ purpose: 'links' }]]);
  });

  it('are copied from one that is made once, and leave nothing else behind', async () => {
    await opened('third', cacheDir(), keys);
    assert.deepEqual(
      [(await readdir(cacheDir())).length, await readdir(join(home, 'third'))],
      [
        1,
        (await readdir(join(home, 'first'))).filter(
          (name) => name.startsWith('pglite') || name.includes('lock'),
        ),
      ],
    );
  });

  it('are made all the same where no copy can be kept', async () => {
    const file = join(home, 'file');
    await writeFile(file, '');
    const rows = await opened('fourth', join(file, 'cache'), (database) => database.query('select 1 as one'));
    assert.deepEqual(rows, [{ one: 1 }]);
  });
});
