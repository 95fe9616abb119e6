// Table of Retry-After headers.
import assert from 'node:assert/strict';
import { retryAfterSeconds } from '../../src/teams/retry-after.ts';

const date = 'Sat, 31 Jan 2026 13:00:00 GMT';
const table: readonly (readonly [string | undefined, string | undefined, number | undefined])[] = [
  [undefined, date, undefined],
  ['5', undefined, 5],
  [' 0 ', undefined, 0],
  ['Sat, 31 Jan 2026 13:00:07 GMT', date, 7],
  ['Sat, 31 Jan 2026 13:00:07 GMT', undefined, undefined],
  ['Sat, 31 Jan 2026 12:59:00 GMT', date, undefined],
  ['-3', date, undefined],
  ['1e9', date, undefined],
  ['99999999999', date, undefined],
  ['soon', date, undefined],
];

describe('Retry-After', () => {
  for (const [header, sentAt, seconds] of table) {
    it(`"${header}" in an answer of ${sentAt} means ${seconds} seconds`, () => {
      assert.equal(retryAfterSeconds(header, sentAt), seconds);
    });
  }
});
