// The ledger on the embedded database.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../src/ledger/database.ts';
import { embeddedDurabilityWarning, openPglite } from '../../src/ledger/pglite.ts';
import { ledgerConformance } from './conformance.ts';

describe('The ledger on PGlite', () => {
  let directory: string;
  let database: Database;
  ledgerConformance(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jit-pglite-'));
    database = await openPglite(directory);
    return database;
  });

  it('does not call fsync, as the warning at start says (docs/adr/0001-embedded-database.md)', async () => {
    const [row] = await database.query(`select current_setting('fsync') as fsync`);
    assert.deepEqual([row, /does not call fsync/.test(embeddedDurabilityWarning)], [{ fsync: 'off' }, true]);
  });

  it('stores what was asked for at the same time, but for what is refused', async () => {
    await database.script('create table jit.trial (id integer primary key)');
    const keep = (id: number) => database.query('insert into jit.trial values ($1) returning id', [id]);
    const ended = await Promise.allSettled([keep(1), keep(2), keep(1), keep(3)]);
    const stored = await database.query('select id from jit.trial order by id');
    assert.deepEqual(
      [ended.map(({ status }) => status), stored],
      [
        ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
        [{ id: 1 }, { id: 2 }, { id: 3 }],
      ],
    );
  });

  after(() => rm(directory, { recursive: true, force: true }));
});
