// Sets of addresses, held to sets of numbers.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Span } from '../../../src/domain/nsg/pattern.ts';
import { common, isWithin, unionOf, without } from '../../../src/domain/nsg/span-sets.ts';

const spans = fc.array(
  fc.tuple(fc.nat(30), fc.nat(6)).map(([first, more]): Span => ({ first, last: first + more })),
  { maxLength: 6 },
);
const numbersIn = (some: readonly Span[]): ReadonlySet<number> =>
  new Set(some.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at)));
const sorted = (numbers: Iterable<number>) => [...numbers].sort((one, other) => one - other);

describe('ranges of addresses', () => {
  it('are put together, taken away and cut as sets of their addresses are', () => {
    fc.assert(
      fc.property(spans, spans, (one, other) => {
        const [left, right] = [numbersIn(one), numbersIn(other)];
        assert.deepEqual(sorted(numbersIn(unionOf(one))), sorted(left));
        assert.deepEqual(
          sorted(numbersIn(without(one, other))),
          sorted([...left].filter((each) => !right.has(each))),
        );
        assert.deepEqual(
          sorted(numbersIn(common(one, other))),
          sorted([...left].filter((each) => right.has(each))),
        );
        assert.equal(
          isWithin(one, other),
          [...left].every((each) => right.has(each)),
        );
      }),
    );
  });

  it('come rising and as few as possible', () => {
    fc.assert(
      fc.property(spans, (some) => {
        const union = unionOf(some);
        for (const [at, { first }] of union.entries())
          if (at > 0) assert.ok(first > (union[at - 1]?.last ?? 0) + 1);
      }),
    );
  });
});
