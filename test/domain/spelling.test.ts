// How close two names are.
import assert from 'node:assert/strict';
import { plainSpelling, remotenessFrom } from '../../src/domain/spelling.ts';

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

describe('remotenessFrom', () => {
  it('grows from the same, over containing, to ever more slips', () => {
    const names = ['sql', 'sql-1', 'prod-sql-1', 'sqlserver-1', 'mysql', 'sqm', 'smm', 'xyz'];

    const remoteness = remotenessFrom('sql');

    const sorted = names.toReversed().sort((a, b) => remoteness(a) - remoteness(b));

    assert.deepEqual(sorted, names);
  });
});
