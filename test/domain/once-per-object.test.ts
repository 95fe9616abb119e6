import assert from 'node:assert/strict';
import { oncePerObject } from '../../src/domain/once-per-object.ts';

describe('What is found once for each object', () => {
  it('is asked for once, also where nothing was found, and apart for what only looks the same', () => {
    const asked: object[] = [];
    const find = oncePerObject((key: { readonly of?: number }) => {
      asked.push(key);
      return key.of;
    });
    const [one, alike, none] = [{ of: 1 }, { of: 1 }, {}];
    assert.deepEqual([one, one, alike, none, none].map(find), [1, 1, 1, undefined, undefined]);
    assert.deepEqual(asked, [one, alike, none]);
    assert.equal(asked[1], alike);
  });
});
