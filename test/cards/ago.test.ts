// How long ago something was, in words.
import assert from 'node:assert/strict';
import { agoText } from '../../cards/ago.ts';

describe('how long ago something was', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const table: readonly (readonly [number, string])[] = [
    [-5 * minute, 'a moment ago'],
    [0, 'a moment ago'],
    [59 * second, 'a moment ago'],
    [minute, '1 minute ago'],
    [59 * minute + 59 * second, '59 minutes ago'],
    [hour, '1 hour ago'],
    [23 * hour + 59 * minute, '23 hours ago'],
    [24 * hour, '1 day ago'],
    [400 * 24 * hour, '400 days ago'],
  ];
  for (const [age, text] of table)
    it(`is ${text} after ${age / second} s`, () => assert.equal(agoText(0, age), text));
});
