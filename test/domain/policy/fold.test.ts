// Names without regard to case, one character at a time.
import assert from 'node:assert/strict';
import { folded, sameName } from '../../../src/domain/policy/fold.ts';

describe('folded', () => {
  it('gives every character another of its cases, as Unicode’s simple folding has them, and gives it once', () => {
    const odd: string[] = [];
    // No script with capitals lies beyond.
    for (let code = 0; code <= 0x1ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      const small = folded(character);
      // Expressions with these flags take two characters as one exactly by simple folding.
      const isCase = small === character || new RegExp(`^\\u{${code.toString(16)}}$`, 'iu').test(small);
      if ((!isCase && character.normalize('NFC') === character) || folded(small) !== small)
        odd.push(code.toString(16));
    }
    assert.deepEqual(odd, []);
  });

  it('makes nothing of two letters that only look alike when written small', () => {
    assert.equal(sameName('İ', 'i'), false);
    assert.equal(sameName('ı', 'I'), false);
    assert.equal(sameName('ß', 'ss'), false);
  });

  it('gives a letter the same small form wherever it stands', () => {
    assert.equal(sameName('ΟΔΟΣ', 'οδοσ'), true);
    assert.equal(sameName('ΟΔΟΣ', 'οδος'), true);
    assert.equal(folded('ΟΔΟΣ').length, 4);
  });
});
