// Times and spans as readers see them.
import { equal } from 'node:assert/strict';
import { spanText, whenText } from '../../cards/when.ts';

const at = Date.UTC(2026, 10, 23, 16, 5);
const reader = (timeZone: string, locale: string) => ({ timeZone, locale });

describe('whenText', () => {
  for (const [timeZone, locale, today, text] of [
    ['Europe/Berlin', 'de-DE', at, '17:05 (Europe/Berlin)'],
    ['Europe/Berlin', 'en-GB', at, '17:05 (Europe/Berlin)'],
    ['America/New_York', 'en-US', at, '11:05 am (America/New_York)'],
    ['Asia/Tokyo', 'ja-JP', at, '01:05 (Asia/Tokyo)'],
    ['Asia/Tokyo', 'en-US', at, '1:05 am (Asia/Tokyo)'],
    ['Asia/Tokyo', 'ja-JP', at - 3_600_000 * 2, '01:05 on Tue 24 Nov (Asia/Tokyo)'],
    ['Europe/Berlin', 'ar-EG', at, '5:05 pm (Europe/Berlin)'],
    ['Europe/Berlin', 'de-DE', at - 86_400_000, '17:05 on Mon 23 Nov (Europe/Berlin)'],
    ['Europe/Berlin', 'de-DE', at + 86_400_000, '17:05 on Mon 23 Nov (Europe/Berlin)'],
    ['Europe/Berlin', 'de-DE', undefined, '17:05 on Mon 23 Nov (Europe/Berlin)'],
    ['Mars/Olympus', 'de-DE', at, '16:05 (UTC)'],
    ['', 'de-DE', at, '16:05 (UTC)'],
    ['Europe/Berlin', 'not a locale', at, '17:05 (Europe/Berlin)'],
    ['Europe/Berlin', '', at, '17:05 (Europe/Berlin)'],
  ] as const)
    it(`says ${text} in ${timeZone || 'no zone'}, ${locale || 'no locale'}`, () => {
      equal(whenText(at, reader(timeZone, locale), today), text);
    });

  it('writes midnight as 00:00', () => {
    equal(whenText(Date.UTC(2026, 0, 1), reader('UTC', 'de-DE')), '00:00 on Thu 1 Jan (UTC)');
  });
});

describe('spanText', () => {
  for (const [seconds, text] of [
    [10_800, '3 h'],
    [5400, '1 h 30 min'],
    [60, '1 min'],
    [45, '45 s'],
    [86_400, '24 h'],
    [3661, '1 h 1 min 1 s'],
    [0, '0 s'],
  ] as const)
    it(`says ${text}`, () => equal(spanText(seconds), text));
});
