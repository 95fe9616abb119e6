// Short names for long texts.
import assert from 'node:assert/strict';
import { digest } from '../../src/domain/digest.ts';

describe('a digest', () => {
  it('is short, the same for the same text, and another for another', () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `${at}-${at * 7}`);
    const digests = texts.map(digest);
    assert.equal(new Set(digests).size, texts.length);
    assert.ok(digests.every((each) => /^[0-9a-f]{16}$/.test(each)));
    assert.deepEqual(texts.slice(0, 9).map(digest), digests.slice(0, 9));
  });
});
