// Changes of how JIT is set up: made once, saved by compare-and-set, found when their time has come.
import assert from 'node:assert/strict';
import type { SetupBook } from '../../src/access/setup/setup-book.ts';
import type { Database } from '../../src/ledger/database.ts';
import { storableJson } from '../../src/ledger/storable.ts';
import { createBench } from './bench-ledgers.ts';
import { changeDraft, laterChanges } from './sample-changes.ts';

export const setupConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let book: SetupBook;
  let other: SetupBook;
  before(async () => {
    book = (await bench.open()).setups;
    other = (await bench.open()).setups;
  });
  after(() => bench.close());

  const entry = (kind: string, changeId: string) => ({
    at: bench.at,
    actor: 'bot',
    kind,
    facts: { changeId },
  });
  const trail = async (id: string) =>
    (
      await database().query(`select kind from jit.audit where facts ->> 'changeId' = $1 order by seq`, [id])
    ).map(({ kind }) => kind);

  describe('A change of the setup', () => {
    it('is made once by a message that is delivered twice', async () => {
      const again = { ...changeDraft('b1'), origin: changeDraft('a1').origin };
      const first = await book.create(changeDraft('a1'), [entry('setup-asked', 'a1')], bench.at);
      const second = await other.create(again, [entry('setup-asked', 'b1')], bench.at);
      assert.deepEqual(
        [first, second, await trail('a1'), await trail('b1'), await book.load('b1')],
        [
          { created: true, change: { ...changeDraft('a1'), version: 1 } },
          { created: false, change: { ...changeDraft('a1'), version: 1 } },
          ['setup-asked'],
          [],
          undefined,
        ],
      );
    });

    it('is made once also by deliveries at the same time', async () => {
      const origin = changeDraft('c').origin;
      const made = await Promise.all(
        ['c1', 'c2', 'c3'].map((id, at) =>
          (at % 2 === 0 ? book : other).create(
            { ...changeDraft(id), origin },
            [entry('setup-asked', id)],
            bench.at,
          ),
        ),
      );
      const trails = await Promise.all(['c1', 'c2', 'c3'].map(trail));
      assert.deepEqual(
        [
          made.filter(({ created }) => created).length,
          new Set(made.map(({ change }) => change.id)).size,
          trails.flat(),
        ],
        [1, 1, ['setup-asked']],
      );
    });

    it('comes back as it was saved, in every state', async () => {
      const { change } = await book.create(changeDraft('d1'), [], bench.at);
      let version = change.version;
      for (const next of laterChanges('d1')) {
        const saved = await book.save({ ...next, version }, [], undefined);
        version += 1;
        const stored = JSON.parse(storableJson({ ...next, version }));
        assert.deepEqual([saved !== 'conflict', await other.load('d1')], [true, stored]);
      }
    });

    it('is saved by whoever read it last, and of the slower nothing is written', async () => {
      const { change } = await book.create(changeDraft('e1'), [], bench.at);
      const [one, two] = await Promise.all([
        book.save(change, [entry('first', 'e1')], bench.at),
        other.save(change, [entry('second', 'e1')], bench.at),
      ]);
      const lost = [one, two].filter((saved) => saved === 'conflict');
      assert.deepEqual([lost.length, (await trail('e1')).length], [1, 1]);
    });

    it('is due from its time on, and not when nothing is owed', async () => {
      const at = bench.at + 5000;
      const { change } = await book.create(changeDraft('f1'), [], at);
      const ids = async (when: number) => (await other.due(when, 100)).filter((id) => id === 'f1');
      const before = await ids(at - 1);
      const then = await ids(at);
      await book.save(change, [], undefined);
      assert.deepEqual([before, then, await ids(at + 1)], [[], ['f1'], []]);
    });

    it('is among the drafts of who asked for it, until it is confirmed or dropped', async () => {
      const by = { id: 'somebody', name: 'Somebody' };
      const { change } = await book.create({ ...changeDraft('h1'), by }, [], bench.at);
      await book.create({ ...changeDraft('h2'), by }, [], bench.at);
      const drafts = async () => (await other.draftsOf('somebody', 10)).map(({ id }) => id).sort();
      const before = await drafts();
      const [, , , running] = laterChanges('h1');
      assert.ok(running?.state === 'running');
      await book.save({ ...running, by, version: change.version }, [], undefined);
      assert.deepEqual(
        [before, await drafts(), await other.draftsOf('somebody', 0), await other.draftsOf('nobody', 10)],
        [['h1', 'h2'], ['h2'], [], []],
      );
    });

    it('that nobody made is not there, and cannot be saved', async () => {
      const saved = await book.save(
        { ...changeDraft('nobody\0'), version: 1 },
        [entry('x', 'nobody')],
        bench.at,
      );
      assert.deepEqual(
        [await book.load('nobody\0'), saved, await trail('nobody')],
        [undefined, 'conflict', []],
      );
    });

    it('is refused when it was damaged, and never half understood', async () => {
      await book.create(changeDraft('g1'), [], bench.at);
      await database().query(
        `update jit.setup_changes set document = document || '{"state": "running"}' where id = 'g1'`,
      );
      await assert.rejects(book.load('g1'), { name: 'Fault', code: 'rejected' });
    });
  });
};
