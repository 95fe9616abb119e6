// The book of findings: numbered once, gone and back, told, and acknowledged by one admin at a time.
import assert from 'node:assert/strict';
import type { FindingsBook } from '../../src/access/drift/findings-book.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createFindings } from '../../src/ledger/findings.ts';
import { aLeftoverRule, aNetworkFinding, anOpenFinding, everyFinding, machine } from '../support/findings.ts';
import { grace, noon } from '../support/requests.ts';
import { createBench } from './bench-ledgers.ts';

const hour = 3600_000;
const day = 24 * hour;

export const findingsConformance = (database: () => Database): void => {
  const bench = createBench(database);
  before(async () => void (await bench.open()));
  after(() => bench.close());
  findingsBookConformance(
    async () => {
      await database().query('delete from jit.findings');
      await database().query('delete from jit.drift_looks');
      return [createFindings(database()), createFindings(database())];
    },
    async (kinds) =>
      (
        await database().query('select kind, facts from jit.audit where kind = any($1) order by seq', [kinds])
      ).map(({ kind, facts }) => `${kind} ${Reflect.get(Object(facts), 'number') ?? ''}`.trim()),
  );
};

/**
 * @param open an empty book, as two processes see it
 * @param trail entries of these kinds, oldest first, of all tests: `kind number`
 */
export const findingsBookConformance = (
  open: () => Promise<readonly [FindingsBook, FindingsBook]>,
  trail: (kinds: readonly string[]) => Promise<readonly string[]>,
): void => {
  const { subscription } = machine;
  const scope = { kind: 'subscription', subscription } as const;
  const kinds = ['finding-seen', 'finding-back', 'finding-gone', 'finding-told', 'finding-acknowledged'];
  let one: FindingsBook;
  let two: FindingsBook;
  let before: number;
  beforeEach(async () => {
    [one, two] = await open();
    before = (await trail(kinds)).length;
  });
  /** What this test has left in the trail, without numbers. */
  const left = async () => (await trail(kinds)).slice(before).map((line) => line.split(' ')[0]);
  const entry = (kind: string) => ({ at: noon, actor: grace.id, kind, facts: { why: 'a\0b' } });
  const given = { by: grace, reason: 'a*b', until: noon + 9 * day, at: noon };
  const only = async (book = one) => (await book.current())[0] ?? assert.fail('there is a finding');

  describe('A finding', () => {
    it('is kept as it was seen, whatever it is, the worst with the smallest number', async () => {
      const every = everyFinding();
      const changes = await one.record(scope, every.toReversed(), noon);
      const current = await two.current();
      assert.deepEqual(changes, { found: every.length, gone: 0 });
      assert.deepEqual(
        current.map(({ finding }) => finding.key).toSorted(),
        every.map(({ key }) => key).toSorted(),
      );
      const [worst] = current;
      assert.deepEqual(worst, {
        number: worst?.number,
        finding: anOpenFinding(),
        firstSeenAt: noon,
        since: noon,
        lastSeenAt: noon,
        acknowledgements: 0,
      });
      for (const known of current) assert.deepEqual(await one.byNumber(known.number), known);
      assert.deepEqual(
        await left(),
        every.map(() => 'finding-seen'),
      );
    });

    it('keeps its number, and is written down once, however often it is seen', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const { number } = await only();
      await two.record(scope, [anOpenFinding({ public: false })], noon + hour);
      await two.record(scope, [anOpenFinding({ public: false })], noon + hour);
      const known = await only();
      assert.deepEqual(
        [known.number, known.firstSeenAt, known.lastSeenAt, known.finding],
        [number, noon, noon + hour, anOpenFinding({ public: false })],
      );
      assert.deepEqual(await left(), ['finding-seen']);
    });

    it('is new once, when many see it at the same time', async () => {
      const all = Array.from({ length: 8 }, (_, at) =>
        (at % 2 ? one : two).record(scope, [anOpenFinding()], noon),
      );
      assert.equal(
        (await Promise.all(all)).reduce((sum, { found }) => sum + found, 0),
        1,
      );
      assert.deepEqual([(await one.current()).length, await left()], [1, ['finding-seen']]);
    });

    it('is gone when a look does not have it, and back under its number', async () => {
      await one.record(scope, [anOpenFinding(), aLeftoverRule()], noon);
      const { number } = await only();
      assert.deepEqual(await one.record(scope, [aLeftoverRule()], noon + hour), { found: 0, gone: 1 });
      assert.deepEqual((await one.byNumber(number))?.goneSince, noon + hour);
      assert.equal((await one.current()).length, 1);
      await one.record(scope, [anOpenFinding(), aLeftoverRule()], noon + 2 * hour);
      assert.deepEqual(await one.byNumber(number), {
        ...(await only()),
        since: noon,
        lastSeenAt: noon + 2 * hour,
      });
      assert.deepEqual(await left(), ['finding-seen', 'finding-seen', 'finding-gone', 'finding-back']);
    });

    it('is another’s business in another subscription', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const other = { kind: 'subscription', subscription: { id: 'other', name: 'Other' } } as const;
      assert.deepEqual(await one.record(other, [], noon + hour), { found: 0, gone: 0 });
      assert.equal((await one.current()).length, 1);
    });

    it('of a machine alone is judged by a look at the machine, and no other kind is', async () => {
      const elsewhere = aNetworkFinding({ machine: { ...machine, id: '/other' } });
      await one.record(
        scope,
        [...everyFinding().filter(({ kind }) => kind !== 'open'), anOpenFinding(), elsewhere],
        noon,
      );
      const ofMachine = { kind: 'machine', machineId: machine.id } as const;
      assert.deepEqual(await one.record(ofMachine, [], noon + hour), { found: 0, gone: 1 });
      assert.equal((await one.looks())[0]?.readAt, noon);
    });

    it('is unknown by a number that was never given', async () => {
      for (const number of [0, -1, 1.5, 2 ** 31, 10 ** 12, 999_999])
        assert.equal(await one.byNumber(number), undefined);
    });
  });

  describe('Telling', () => {
    it('is remembered, with one entry', async () => {
      await one.record(scope, [anOpenFinding(), aNetworkFinding()], noon);
      const [first, second] = await one.current();
      assert.equal(await two.toldEver(), false);
      await one.told([first?.number ?? 0], noon + hour, entry('finding-told'));
      assert.deepEqual(
        [(await two.current()).map(({ toldAt }) => toldAt), await two.toldEver()],
        [[noon + hour, undefined], true],
      );
      assert.equal(second?.toldAt, undefined);
      assert.deepEqual(await left(), ['finding-seen', 'finding-seen', 'finding-told']);
    });

    it('was before what comes back after a day', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const { number } = await only();
      await one.told([number], noon, entry('finding-told'));
      await one.record(scope, [], noon + hour);
      await one.record(scope, [anOpenFinding()], noon + hour + day);
      const { toldAt, since, firstSeenAt } = await only();
      assert.deepEqual([toldAt, since, firstSeenAt], [noon, noon + hour + day, noon]);
    });
  });

  describe('What may have to be told', () => {
    it('is what was not told since it came, and what is or was acknowledged', async () => {
      const numbers = async () => (await two.untold()).map(({ finding }) => finding.key);
      const [open, other] = [anOpenFinding(), aNetworkFinding()];
      await one.record(scope, [open, other], noon);
      assert.deepEqual(await numbers(), [open.key, other.key]);
      const all = (await one.current()).map(({ number }) => number);
      await one.told(all, noon + 1, entry('finding-told'));
      assert.deepEqual(await numbers(), []);
      await one.acknowledge(await only(), given, entry('finding-acknowledged'));
      assert.deepEqual(await numbers(), [open.key]);
      await one.record(scope, [], noon + hour);
      assert.deepEqual(await numbers(), []);
      await one.record(scope, [other], noon + hour + day);
      assert.deepEqual(await numbers(), [other.key]);
    });
  });

  describe('An acknowledgement', () => {
    it('is given, replaced and taken back, each with its entry, and outlives looks', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const first = await one.acknowledge(await only(), given, entry('finding-acknowledged'));
      await two.record(scope, [anOpenFinding()], noon + hour);
      const known = await only(two);
      assert.deepEqual(
        [first !== 'conflict' && first.acknowledgement, known.acknowledgement, known.acknowledgements],
        [given, given, 1],
      );
      const later = { ...given, until: noon + 10 * day };
      await two.acknowledge(known, later, entry('finding-acknowledged'));
      assert.deepEqual((await only()).acknowledgement, later);
      const back = await two.acknowledge(await only(), undefined, entry('finding-acknowledged'));
      assert.deepEqual(
        [back !== 'conflict' && back.acknowledgement, (await only()).acknowledgements],
        [undefined, 3],
      );
      assert.deepEqual(await left(), ['finding-seen', ...Array(3).fill('finding-acknowledged')]);
    });

    it('is given by exactly one of many who saw the same', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const known = await only();
      const all = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          (at % 2 ? one : two).acknowledge(
            known,
            { ...given, reason: `${at}` },
            entry('finding-acknowledged'),
          ),
        ),
      );
      assert.equal(all.filter((each) => each !== 'conflict').length, 1);
      assert.deepEqual(await left(), ['finding-seen', 'finding-acknowledged']);
    });

    it('is not given of what is gone', async () => {
      await one.record(scope, [anOpenFinding()], noon);
      const known = await only();
      await one.record(scope, [], noon + hour);
      assert.equal(await one.acknowledge(known, given, entry('finding-acknowledged')), 'conflict');
      assert.deepEqual(await left(), ['finding-seen', 'finding-gone']);
    });
  });

  describe('Looks', () => {
    it('are remembered by subscription: the last that ended well, and why a later one did not', async () => {
      assert.deepEqual(await one.looks(), []);
      await one.unread(subscription, noon - hour, 'Azure is away.');
      assert.deepEqual(await two.looks(), [
        { subscription, triedAt: noon - hour, problem: 'Azure is away.' },
      ]);
      await one.record(scope, [anOpenFinding()], noon);
      assert.deepEqual(await two.looks(), [{ subscription, readAt: noon, triedAt: noon }]);
      await one.unread(subscription, noon + hour, 'Azure is away.');
      assert.deepEqual(await two.looks(), [
        { subscription, readAt: noon, triedAt: noon + hour, problem: 'Azure is away.' },
      ]);
      assert.equal((await one.current()).length, 1);
    });
  });
};
