// Links of the guides to files, pictures and headings lead somewhere.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { guides, root, textOf } from './all-guides.ts';

/** Without code, where brackets mean something else. */
const proseOf = (path: string): string => textOf(path).replaceAll(/^```.*?^```$/gms, '');

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

  it('lead from the index to every guide', () => {
    const index = textOf('docs/README.md');
    const others = guides.filter((guide) => /^docs\/[\w-]+\.md$/.test(guide) && guide !== 'docs/README.md');
    assert.ok(others.length > 15);
    assert.deepEqual(
      others.filter((guide) => !index.includes(`](${guide.replace('docs/', '')})`)),
      [],
    );
  });
});
