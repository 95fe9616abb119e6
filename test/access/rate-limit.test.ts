// How often somebody may do something: a window each, and a memory that does not grow.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRateLimit } from '../../src/access/rate-limit.ts';

describe('a rate limit', () => {
  const limited = (most: number, seconds: number, keys?: number) => {
    let clock = 0;
    const count = createRateLimit({ most, seconds }, () => clock, keys);
    return {
      count,
      pass: (milliseconds: number) => {
        clock += milliseconds;
      },
    };
  };

  it('lets so many through, then says how long to wait, and which refusal is the first', () => {
    const { count, pass } = limited(2, 10);
    const seen = [count('ada'), count('ada')];
    pass(3500);
    assert.deepEqual(
      [...seen, count('ada'), count('ada')],
      [undefined, undefined, { waitSeconds: 7, first: true }, { waitSeconds: 7, first: false }],
    );
  });

  it('begins anew when the window is over, not before', () => {
    const { count, pass } = limited(1, 10);
    count('ada');
    pass(9999);
    assert.deepEqual(count('ada'), { waitSeconds: 1, first: true });
    pass(1);
    assert.equal(count('ada'), undefined);
  });

  it('counts each one alone', () => {
    const { count } = limited(1, 10);
    assert.deepEqual([count('ada'), count('grace')], [undefined, undefined]);
  });

  it('forgets the oldest when there are more than it keeps', () => {
    const { count } = limited(1, 10, 2);
    for (const key of ['ada', 'grace', 'omar']) count(key);
    assert.deepEqual([count('omar')?.first, count('grace')?.first, count('ada')], [true, true, undefined]);
  });

  it('never lets more than the limit through in a window, in whatever order people come', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom('ada', 'grace', 'omar'), fc.nat(4000)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 5 }), (come, most) => {
        const { count, pass } = limited(most, 10);
        const through = new Map<string, number[]>();
        let at = 0;
        for (const [key, after] of come) {
          pass(after);
          at += after;
          if (count(key) === undefined) through.set(key, [...(through.get(key) ?? []), at]);
        }
        // Windows begin when somebody comes: two of them that touch let through twice the number at most.
        for (const times of through.values())
          for (const from of times)
            assert.ok(times.filter((time) => time >= from && time < from + 10_000).length <= 2 * most);
      }),
    );
  });
});
