// What is done to JSON before PostgreSQL gets it.
import assert from 'node:assert/strict';
import { storableJson } from '../../src/ledger/storable.ts';

describe('JSON to store', () => {
  for (const [what, value, stored] of [
    ['keeps usual text', { said: 'Zoë “\u{1f600}” \n' }, { said: 'Zoë “\u{1f600}” \n' }],
    ['replaces NUL, however deep', { said: [{ a: 'a\0b' }] }, { said: [{ a: 'a\ufffdb' }] }],
    ['replaces half surrogate pairs', ['\ud83d', '\ude00 b'], ['\ufffd', '\ufffd b']],
    ['keeps a typed escape as it was typed', ['\\u0000 \\ud800'], ['\\u0000 \\ud800']],
  ] as const)
    it(what, () => {
      assert.deepEqual(JSON.parse(storableJson(value)), stored);
    });
});
