// SECURITY.md claims nothing without a test: each row names tests, and each of them is there.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const guide = read('SECURITY.md');
/** Rows of two cells, without headings and the lines below them. */
const claims = [...guide.matchAll(/^\| (?!-)(.+?) \| (.+) \|$/gm)]
  .map(([, claim = '', tests = '']) => ({ claim, tests }))
  .filter(({ tests }) => tests !== 'test');

/** `[name](file) “title”, “title”; [name](file) “title”` */
function namedIn(tests: string): readonly { readonly file: string; readonly title: string }[] {
  return [...tests.matchAll(/\]\(([^)]+)\)((?: “[^”]+”,?)+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  );
}

/** A title stands in its file as a whole text: of an `it`, or of the row that an `it` is made of. */
const hasTest = (file: string, title: string): boolean =>
  existsSync(new URL(file, root)) &&
  [`'${title}'`, `\`${title}\``, `"${title}"`].some((text) => read(file).includes(text));

describe('SECURITY.md', () => {
  it('makes claims, and each names a test', () => {
    assert.ok(claims.length > 30, `${claims.length} claims`);
    assert.deepEqual(
      claims.filter(({ tests }) => namedIn(tests).length === 0),
      [],
    );
  });

  for (const { claim, tests } of claims)
    it(`names tests that are there: ${claim}`, () => {
      const named = namedIn(tests);
      assert.equal(named.length, tests.match(/“/g)?.length);
      assert.deepEqual(
        named.filter(({ file, title }) => !/^test\/.*\.test\.ts$/.test(file) || !hasTest(file, title)),
        [],
      );
    });

  it('says how to report, what is supported, and what is not stopped', () => {
    for (const heading of ['## Reporting', '## What is not stopped'])
      assert.ok(guide.includes(`\n${heading}\n`));
    assert.match(guide, /Supported is the newest version/);
  });
});
