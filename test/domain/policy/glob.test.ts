// Patterns of names.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { globMatches } from '../../../src/domain/policy/glob.ts';

describe('globMatches', () => {
  const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
    ['web-01', 'web-01', true],
    ['WEB-01', 'web-01', true],
    ['web-01', 'WEB-01', true],
    ['web-01', 'web-011', false],
    ['web-01', 'my-web-01', false],
    ['web-*', 'web-', true],
    ['web-*', 'web-01', true],
    ['web-*', 'web', false],
    ['*', '', true],
    ['*-sql-*', 'prod-sql-1', true],
    ['*-sql-*', 'prod-sq-sql-1', true],
    ['*-sql-*', 'prod-sql', false],
    ['*1', 'a11', true],
    ['a*b*c', 'axbybzc', true],
    ['a*b*c', 'axbybz', false],
    ['web-??', 'web-01', true],
    ['web-??', 'web-1', false],
    ['?', '', false],
    ['', '', true],
    ['', 'a', false],
    ['web.01', 'web-01', false],
    ['web-[01]', 'web-0', false],
    ['web-[01]', 'web-[01]', true],
    ['?', '\u{1f600}', true],
    ['??', '\u{1f600}', false],
    // A final sigma, a composed letter, and letters of which the small form is two characters or another letter.
    ['ΔΟΚΟΣ', 'δοκος', true],
    ['δοκος', 'δοκοσ-1', false],
    ['δοκο?-*', 'ΔΟΚΟΣ-1', true],
    ['cafe\u0301', 'CAFÉ', true],
    ['caf?', 'cafe\u0301', true],
    ['İ', 'i', false],
    ['?', 'İ', true],
    ['ı', 'I', false],
  ];
  for (const [pattern, text, matches] of cases)
    it(`says ${matches ? 'yes' : 'no'} to ${JSON.stringify(text)} for ${JSON.stringify(pattern)}`, () =>
      assert.equal(globMatches(pattern, text), matches));

  it('agrees with a regular expression that means the same', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, text) => {
        const same = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        assert.equal(globMatches(pattern, text), same.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no longer for a hostile pattern', () => {
    // A backtracking matcher would need longer than the universe has.
    assert.equal(globMatches('*a'.repeat(30), `${'a'.repeat(2000)}b`), false);
  });
});
