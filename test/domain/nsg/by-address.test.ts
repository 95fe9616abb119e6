// Finding the rules that may be about an address.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byAddress } from '../../../src/domain/nsg/by-address.ts';
import { matchOf, type Pattern } from '../../../src/domain/nsg/pattern.ts';

const span = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 }))
  .map(([first, more]) => ({ first, last: first + more }));
const doubt = span.map((one) => ({ ...one, because: 'a tag' }));
const pattern: fc.Arbitrary<Pattern> = fc.record({
  sure: fc.array(span, { maxLength: 3 }),
  doubtful: fc.array(doubt, { maxLength: 1 }),
});

describe('byAddress', () => {
  it('finds, in their order and once, all that may be about one of the addresses', () => {
    fc.assert(
      fc.property(fc.array(pattern), fc.array(fc.integer({ min: 0, max: 11 })), (patterns, addresses) => {
        const things = patterns.map((destinations, position) => ({ destinations, position }));
        const found = byAddress(things, ({ destinations }) => destinations)(addresses);
        const isAbout = ({ destinations }: (typeof things)[number]) =>
          addresses.some((address) => matchOf(destinations, address) !== 'no');
        assert.deepEqual(found.filter(isAbout), things.filter(isAbout));
        assert.deepEqual(
          found.map(({ position }) => position),
          [...new Set(found.map(({ position }) => position))].sort((one, other) => one - other),
        );
      }),
    );
  });

  it('passes over what is about other machines alone', () => {
    const of = (address: number): Pattern => ({ sure: [{ first: address, last: address }], doubtful: [] });
    const find = byAddress([1, 2, 3, 2], of);
    assert.deepEqual([find([2]), find([3, 1]), find([4]), find([])], [[2, 2], [1, 3], [], []]);
  });
});
