// What the embedded database needs done now and then: log that is used again, room of rows that were replaced, trouble that passes.
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../src/access/fault.ts';
import type { Database, Queries } from '../../src/ledger/database.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { checkpoint, startUpkeep, vacuum } from '../../src/ledger/upkeep.ts';
import { keptLog } from '../support/kept-log.ts';
import { until } from '../support/until.ts';

const rounds = 8;
const writesInARound = 12;

describe('The upkeep of the embedded database', function () {
  this.timeout(120_000);
  let directory: string;
  let database: Database;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jit-upkeep-'));
    database = await openPglite(directory);
    await database.script(`
      create schema jit;
      create table jit.trial (id integer primary key, words text);
      insert into jit.trial select id, repeat(md5(id::text), 60) from generate_series(1, 1000) id;
      checkpoint`);
  });
  afterEach(async () => {
    await database.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Replaces all rows many times over: some 25 MB of log a round. */
  async function write(tend: () => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      for (let again = 0; again < writesInARound; again += 1)
        await database.query('update jit.trial set words = repeat(md5(random()::text), 60)');
      await tend();
    }
  }
  /** Of 16 MB each. */
  const segments = async (): Promise<number> =>
    (await readdir(join(directory, 'pglite/pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name)).length;
  const megabytes = async (): Promise<number> => {
    const [row] = await database.query(`select pg_total_relation_size('jit.trial')::integer as size`);
    return Number(row?.size) / 2 ** 20;
  };

  it('lets the write-ahead log be used again, which nobody else does', async () => {
    await write(async () => {});
    const without = await segments();
    await checkpoint(database);
    const before = await segments();
    await write(() => checkpoint(database));
    const grown = (await segments()) - before;
    assert.ok(without >= 8, `${without} segments were written`);
    assert.ok(grown <= 1, `${grown} segments more for as much again`);
  });

  it('gives the room of replaced rows to others', async () => {
    await write(() => vacuum(database));
    const kept = await megabytes();
    await write(async () => {});
    const left = await megabytes();
    // A round's worth of rows, and not that of all rounds.
    assert.ok(kept * 3 < left, `${kept} MB with it, ${left} MB without`);
  });

  it('leaves a table of a few pages alone: the plans of what goes into it are as for a larger one', async () => {
    const vacuumed = async () => {
      const [row] = await database.query(
        `select reltuples::integer as rows from pg_class where relname = 'trial'`,
      );
      return row?.rows !== -1;
    };
    await database.script('truncate jit.trial');
    await vacuum(database);
    assert.equal(await vacuumed(), false);
    await database.script(
      'insert into jit.trial select id, repeat(md5(id::text), 60) from generate_series(1, 1000) id',
    );
    await vacuum(database);
    assert.equal(await vacuumed(), true);
  });
});

describe('The upkeep of a database', () => {
  /** Which scripts it ran; the first so many fail. */
  function recorded(failures = 0) {
    const scripts: string[] = [];
    let left = failures;
    const database: Queries = {
      query: async () => [{ name: 'jit.one' }, { name: 'jit."two"' }],
      script: async (text) => {
        scripts.push(text);
        left -= 1;
        if (left >= 0) throw new Fault('unavailable', 'The disk is full.');
      },
    };
    return { scripts, database };
  }

  it('is a checkpoint each time, and a vacuum of every table soon after the start and at each twelfth', async () => {
    const { scripts, database } = recorded();
    const upkeep = startUpkeep(database, keptLog(), 0.002);
    await until(() => scripts.filter((text) => text === 'checkpoint').length >= 13);
    await upkeep.stop();
    const vacuums = ['vacuum jit.one', 'vacuum jit."two"'];
    const checkpoints = Array.from({ length: 12 }, () => 'checkpoint');
    assert.deepEqual(scripts.slice(0, 17), [...vacuums, ...checkpoints, ...vacuums, 'checkpoint']);
  });

  it('goes on after trouble, and says so in the log', async () => {
    // The first table, and then the checkpoint of the same round, which is made all the same.
    const { scripts, database } = recorded(2);
    const log = keptLog();
    const upkeep = startUpkeep(database, log, 0.002);
    await until(() => scripts.length >= 3);
    await upkeep.stop();
    assert.deepEqual(
      log.lines.map(({ level, sentence }) => [level, sentence]),
      Array.from({ length: 2 }, () => [
        'warn',
        'the upkeep of the embedded database failed and will be tried again',
      ]),
    );
  });

  it('has ended when it says so', async () => {
    const gate = Promise.withResolvers<void>();
    let begun = 0;
    const upkeep = startUpkeep(
      {
        query: async () => [],
        script: () => {
          begun += 1;
          return gate.promise;
        },
      },
      keptLog(),
      0.002,
    );
    await until(() => begun === 1);
    let ended = false;
    const stopping = upkeep.stop().then(() => {
      ended = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual([begun, ended], [1, false]);
    gate.resolve();
    await stopping;
    assert.equal(begun, 1);
  });
});
