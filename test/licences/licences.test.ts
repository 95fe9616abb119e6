// Licences of what runs in production: each is known and usable, and the guide lists what is installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isUsable, licencesGuide, productionLicences } from './licences.ts';

const root = new URL('../../', import.meta.url);

describe('licences of production packages', () => {
  const all = productionLicences(root);

  it('are known and usable, each', () => {
    assert.ok(all.length > 200);
    assert.deepEqual(
      all.filter(({ licence }) => !isUsable(licence)),
      [],
    );
  });

  it('stand in docs/licences.md as npm run licences -- write writes it', () => {
    assert.equal(readFileSync(new URL('docs/licences.md', root), 'utf8'), licencesGuide(all));
  });

  const table = [
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['(MIT AND (ISC OR GPL-3.0-only))', false],
    ['SEE LICENSE IN LICENSE.txt', false],
    ['UNLICENSED', false],
    ['unknown', false],
    ['', false],
  ] as const;
  for (const [expression, usable] of table)
    it(`${usable ? 'may' : 'may not'} be ${expression || 'empty'}`, () =>
      assert.equal(isUsable(expression), usable));
});
