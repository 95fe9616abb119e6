// How many typing slips are between two texts.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { distanceByTable, distanceFrom } from '../../src/domain/edit-distance.ts';

describe('distanceFrom', () => {
  const table: readonly (readonly [a: string, b: string, distance: number])[] = [
    ['', '', 0],
    ['', 'web', 3],
    ['web', '', 3],
    ['web', 'web', 0],
    ['web', 'wbe', 1],
    ['web', 'wb', 1],
    ['web', 'wxeb', 1],
    ['web', 'wob', 1],
    ['web', 'ewb', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ];
  for (const [a, b, distance] of table)
    it(`counts ${distance} between "${a}" and "${b}"`, () => {
      assert.equal(distanceFrom(a)(b), distance);
    });

  it('is what the whole table says, for texts of any length', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '世'), maxLength: 40 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(distanceFrom(a)(b), distanceByTable(a)(b));
      }),
      { numRuns: 1000 },
    );
  });

  it('is what the whole table says where texts differ by a few slips, at the edges of words above all', () => {
    const place = fc.oneof(fc.integer({ min: 0, max: 99 }), fc.constantFrom(30, 31, 32, 33, 62, 63, 64, 65));
    const slip = fc.record({ place, kind: fc.constantFrom('swap', 'drop', 'add', 'change') });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), minLength: 20, maxLength: 100 });
    fc.assert(
      fc.property(text, fc.array(slip, { maxLength: 6 }), (a, slips) => {
        const b = slips.reduce((so, { place: at, kind }) => {
          const [before, one, two, after] = [
            so.slice(0, at),
            so.charAt(at),
            so.charAt(at + 1),
            so.slice(at + 2),
          ];
          if (kind === 'swap') return before + two + one + after;
          if (kind === 'drop') return before + two + after;
          return before + (kind === 'add' ? `${one}x` : 'x') + two + after;
        }, a);
        assert.equal(distanceFrom(a)(b), distanceByTable(a)(b));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same both ways', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(distanceFrom(a)(b), distanceFrom(b)(a));
      }),
    );
  });
});
