// How close two names are.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance, plainSpelling, remoteness } from '../../src/domain/spelling.ts';

describe('plainSpelling', () => {
  const table: Record<string, string> = {
    'web-01': 'web-1',
    web1: 'web-1',
    WEB_001: 'web-1',
    'web.01': 'web-1',
    ' web 1 ': 'web-1',
    'prod-sql-10': 'prod-sql-10',
    sql2019a: 'sql-2019-a',
    'db-00': 'db-0',
    '---': '',
    '': '',
  };
  for (const [name, expected] of Object.entries(table))
    it(`makes ${JSON.stringify(name)} ${JSON.stringify(expected)}`, () => {
      assert.equal(plainSpelling(name), expected);
    });

  it('looks no further than a name can be long', () => {
    assert.equal(plainSpelling('a'.repeat(10_000)), 'a'.repeat(64));
  });
});

describe('editDistance', () => {
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
      assert.equal(editDistance(a, b), distance);
    });

  it('is the same both ways', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
      }),
    );
  });
});

describe('remoteness', () => {
  it('grows from the same, over containing, to ever more slips', () => {
    const names = ['sql', 'sql-1', 'prod-sql-1', 'sqlserver-1', 'mysql', 'sqm', 'smm', 'xyz'];

    const sorted = names.toReversed().sort((a, b) => remoteness('sql', a) - remoteness('sql', b));

    assert.deepEqual(sorted, names);
  });
});
