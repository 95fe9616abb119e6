// Japanese cards and notices as they are read: full stops and brackets of its own, and no blank beside them.
import assert from 'node:assert/strict';
import { markdownOf } from './card-reading.ts';
import { galleryIn } from './gallery.ts';

/** An English full stop or comma after Japanese, a narrow bracket in it, or a blank beside a wide mark. */
const foreign =
  /[\u3040-\u30ff\u4e00-\u9fff）」][.,;](?!\w)|[。、）」] |[^\s:*-] [（「]|[\u3040-\u30ff\u4e00-\u9fff）」] ?\(/;

describe('cards in Japanese', () => {
  const lines = galleryIn('ja-JP').flatMap(({ name, drawn }) =>
    markdownOf(drawn).flatMap((text) => text.split('\n').map((line) => `${name}: ${line}`)),
  );

  it('are written with the marks of Japanese', () =>
    assert.deepEqual(
      lines.filter((line) => foreign.test(line)),
      [],
    ));

  it('are looked at, all of them', () => assert.ok(lines.filter((line) => line.includes('。')).length > 300));
});
