// Links of the guides to files, pictures and headings lead somewhere.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '../..');
const guides = [
  ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
/** Without code, where brackets mean something else. */
const proseOf = (path: string): string => read(path).replaceAll(/^```.*?^```$/gms, '');

/** As GitHub makes them: lower case, without punctuation, blanks as hyphens. */
const anchorsIn = (path: string): readonly string[] =>
  [...proseOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** @returns what is wrong with it, if anything */
function faultOf(guide: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? guide : relative(root, join(root, dirname(guide), path));
  if (!existsSync(join(root, target))) return `${link}: there is no ${target}`;
  if (anchor === undefined) return undefined;
  return anchorsIn(target).includes(anchor) ? undefined : `${link}: no such heading`;
}

describe('links of the guides', () => {
  for (const guide of guides)
    it(`of ${guide} lead somewhere`, () => {
      const links = [...proseOf(guide).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const faults = links.filter((link) => !link.includes('://')).map((link) => faultOf(guide, link));
      assert.deepEqual(
        faults.filter((fault) => fault !== undefined),
        [],
      );
    });
});
