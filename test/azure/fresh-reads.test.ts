// Shared reads: nobody is given what was read before they allow it, and nobody asks again without need.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inBackground } from '../../src/azure/call-urgency.ts';
import { createFreshReads } from '../../src/azure/fresh-reads.ts';

/**
 * Reads that end when they are told to, on a clock that the test moves. A value is the time at which its read began, by a
 * clock that nobody sets.
 */
function reads(more: { most?: number; same?: (one: number, other: number) => boolean } = {}) {
  let clock = 1000;
  let elapsed = 1000;
  const open: { id: string; end: (result?: Error) => void }[] = [];
  const fresh = createFreshReads<number>({
    read: (id) => {
      const begunAt = elapsed;
      return new Promise((resolve, reject) => {
        open.push({ id, end: (error) => (error === undefined ? resolve(begunAt) : reject(error)) });
      });
    },
    now: () => clock,
    elapsed: () => elapsed,
    most: more.most ?? 100,
    ...(more.same && { same: more.same }),
  });
  return {
    fresh,
    open,
    now: () => clock,
    pass: (milliseconds: number) => {
      clock += milliseconds;
      elapsed += milliseconds;
    },
    /** Somebody sets the clock. */
    step: (milliseconds: number) => {
      clock += milliseconds;
    },
    elapsed: () => elapsed,
    endAll: () => {
      for (const { end } of open.splice(0)) end();
    },
  };
}

describe('shared reads', () => {
  it('let nobody whom a person waits for wait behind a read in the background, and the other way round they share', async () => {
    const { fresh, open, endAll } = reads();
    const answers = [
      inBackground(() => fresh.get('/a', 1000)),
      fresh.get('/a', 1000),
      inBackground(() => fresh.get('/a', 1000)),
    ];
    assert.equal(open.length, 2);
    endAll();
    assert.deepEqual(await Promise.all(answers), [1000, 1000, 1000]);
  });

  it('never give what was read before it is wanted since, whatever is asked in whatever order', async () => {
    const step = fc.record({
      id: fc.constantFrom('/a', '/A', '/b'),
      back: fc.integer({ min: 0, max: 30 }),
      pass: fc.integer({ min: 0, max: 20 }),
      end: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 30 }),
        fc.integer({ min: 1, max: 2 }),
        async (steps, most) => {
          const { fresh, open, now, pass, endAll } = reads({ most, same: () => false });
          const answers: Promise<void>[] = [];
          for (const { id, back, pass: milliseconds, end } of steps) {
            const since = now() - back;
            answers.push(
              fresh.get(id, since).then((begunAt) => {
                assert.ok(begunAt >= since, `read at ${begunAt}, wanted since ${since}`);
              }),
            );
            pass(milliseconds);
            // In any order: a slow read may end after one that began later.
            for (const { end: finish } of open.splice(end === 3 ? 0 : end, 1)) finish();
            await Promise.resolve();
          }
          while (open.length > 0) {
            endAll();
            await new Promise(setImmediate);
          }
          await Promise.all(answers);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('are asked once by all who ask while one is under way, whatever the spelling', async () => {
    const { fresh, open, now, endAll } = reads();
    const both = Promise.all([fresh.get('/a', now()), fresh.get('/A', now() - 500)]);
    assert.equal(open.length, 1);
    endAll();
    assert.deepEqual(await both, [1000, 1000]);
  });

  it('begin anew for who wants what is newer than one under way', async () => {
    const { fresh, open, now, pass, endAll } = reads();
    const first = fresh.get('/a', now());
    pass(10);
    const second = fresh.get('/a', now());
    assert.equal(open.length, 2);
    endAll();
    assert.deepEqual(await Promise.all([first, second]), [1000, 1010]);
  });

  it('keep the newer result when a slow read ends after it', async () => {
    const { fresh, open, now, pass } = reads();
    const slow = fresh.get('/a', now());
    pass(10);
    const quick = fresh.get('/a', now());
    open[1]?.end();
    await quick;
    open[0]?.end();
    await slow;
    assert.equal(await fresh.get('/a', 1005), 1010);
  });

  it('share a failure, and remember none', async () => {
    const { fresh, open, now, endAll } = reads();
    const both = [fresh.get('/a', now()), fresh.get('/a', now())];
    open.splice(0)[0]?.end(new Error('away'));
    for (const each of both) await assert.rejects(each, /away/);
    const again = fresh.get('/a', 0);
    endAll();
    assert.equal(await again, 1000);
  });

  it('remember no more than they may, and forget what was read longest ago', async () => {
    const { fresh, open, pass, endAll } = reads({ most: 2 });
    for (const id of ['/a', '/b', '/c']) {
      const one = fresh.get(id, 0);
      endAll();
      await one;
      pass(1);
    }
    assert.deepEqual([await fresh.get('/b', 0), await fresh.get('/c', 0)], [1001, 1002]);
    void fresh.get('/a', 0);
    assert.deepEqual(
      open.map(({ id }) => id),
      ['/a'],
    );
  });

  it('give the value from before where the new one says the same, as evidence of the new read', async () => {
    const { fresh, now, pass, endAll, open } = reads({ same: () => true });
    const first = fresh.get('/a', 0);
    endAll();
    await first;
    pass(50);
    const second = fresh.get('/a', now());
    endAll();
    assert.equal(await second, 1000);
    assert.equal(await fresh.get('/a', 1040), 1000);
    assert.equal(open.length, 0);
  });

  it('take what another read found of something they remember, and never in place of what is newer', async () => {
    const { fresh, open, now, pass, endAll } = reads();
    const first = fresh.get('/a', 0);
    endAll();
    await first;
    pass(20);
    const earlier = fresh.renewal();
    pass(20);
    const later = fresh.renewal();
    pass(10);
    later('/A', 1040);
    earlier('/a', 1020);
    assert.equal(await fresh.get('/a', 1039), 1040);
    assert.equal(open.length, 0);
    void fresh.get('/a', now());
    assert.equal(open.length, 1, 'it is no evidence of what came after it began');
  });

  it('remember nothing that nobody asked for', () => {
    const { fresh, open } = reads();
    fresh.renewal()('/a', 1000);
    void fresh.get('/a', 0);
    assert.equal(open.length, 1);
  });

  it('take nothing that was read while the clock was ahead for newer than it is, now or when the clock gets there', async () => {
    const { fresh, open, now, elapsed, pass, step, endAll } = reads();
    step(7_200_000);
    const ahead = fresh.get('/a', now());
    endAll();
    await ahead;
    const underWay = fresh.get('/b', now());
    step(-7_200_000);
    for (const wait of [0, 7_000_000, 200_500]) {
      pass(wait);
      for (const id of ['/a', '/b']) {
        const wanted = elapsed();
        const seen = fresh.get(id, now() - 1000);
        endAll();
        assert.ok((await seen) >= wanted - 1000, `${id} after ${wait} ms`);
      }
    }
    await underWay;
    assert.equal(open.length, 0);
  });

  it('remember what was read since, whatever the clock has said before', async () => {
    const { fresh, open, now, step, endAll } = reads();
    step(7_200_000);
    const ahead = fresh.get('/a', now());
    endAll();
    await ahead;
    step(-7_200_000);
    const back = fresh.get('/a', now());
    endAll();
    await back;
    await fresh.get('/a', now() - 1);
    assert.equal(open.length, 0);
  });
});
