// The guides' pictures: each is taken by a story, used by a guide with words that say what is seen, and none is too large.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stories } from '../pictures/album.ts';
import { guides, textOf } from './all-guides.ts';

const folder = join(import.meta.dirname, '../../docs/images');
const files = readdirSync(folder).sort();
const used = guides.flatMap((guide) =>
  [...textOf(guide).matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, alt = '', path = '']) => ({
    guide,
    alt,
    path,
  })),
);

describe('the pictures of the guides', () => {
  it('are those that npm run pictures takes, each by one story', () => {
    const taken = Object.values(stories).flatMap(({ pictures }) => pictures);
    assert.deepEqual(files, taken.map((name) => `${name}.png`).sort());
  });

  it('are all used, and each that is used is there', () => {
    const names = used.map(({ path }) => path.replace(/^(docs\/)?images\//, ''));
    assert.deepEqual([...new Set(names)].sort(), files);
  });

  for (const { guide, alt, path } of used)
    it(`say in words what is seen, in ${guide}: ${path}`, () =>
      assert.ok(alt.split(' ').length >= 5 && !/^(a )?(picture|screenshot|image)\b/i.test(alt), alt));

  for (const file of files)
    it(`are PNGs of moderate size, as wide as a window at most: ${file}`, () => {
      const png = readFileSync(join(folder, file));
      assert.equal(png.toString('latin1', 1, 4), 'PNG');
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
      assert.ok(width <= 1280 && height <= 1600 && png.length < 200_000, `${width}×${height}, ${png.length}`);
    });
});
