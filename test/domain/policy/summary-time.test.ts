// When the daily summary is due: to the minute, over changes of clocks, in zones with odd offsets.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { latestSummary } from '../../../src/domain/policy/summary-time.ts';

const due = (timeZone: string, clock: string, now: string) => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  const { date, at, before } = latestSummary({ minute: hours * 60 + minutes, timeZone }, Date.parse(now));
  const iso = (moment: number) => new Date(moment).toISOString().slice(0, 16);
  return [date, iso(at), iso(before)];
};

describe('latestSummary', () => {
  const berlin = 'Europe/Berlin';
  // Clocks in Berlin skip 2:00 to 3:00 on 2026-03-29 and show it twice on 2026-10-25; in Havana midnight is skipped.
  for (const [what, zone, clock, now, expected] of [
    [
      'the minute before',
      berlin,
      '08:00',
      '2026-11-24T06:59:59Z',
      ['2026-11-23', '2026-11-23T07:00', '2026-11-22T07:00'],
    ],
    [
      'the minute itself',
      berlin,
      '08:00',
      '2026-11-24T07:00:00Z',
      ['2026-11-24', '2026-11-24T07:00', '2026-11-23T07:00'],
    ],
    [
      'late that day',
      berlin,
      '08:00',
      '2026-11-24T22:59:00Z',
      ['2026-11-24', '2026-11-24T07:00', '2026-11-23T07:00'],
    ],
    [
      'after midnight there',
      berlin,
      '08:00',
      '2026-11-24T23:01:00Z',
      ['2026-11-24', '2026-11-24T07:00', '2026-11-23T07:00'],
    ],
    [
      'a day with an hour less',
      berlin,
      '08:00',
      '2026-03-29T12:00:00Z',
      ['2026-03-29', '2026-03-29T06:00', '2026-03-28T07:00'],
    ],
    [
      'a day with an hour more',
      berlin,
      '08:00',
      '2026-10-25T12:00:00Z',
      ['2026-10-25', '2026-10-25T07:00', '2026-10-24T06:00'],
    ],
    [
      'a time that is skipped',
      berlin,
      '02:30',
      '2026-03-29T01:00:00Z',
      ['2026-03-29', '2026-03-29T01:00', '2026-03-28T01:30'],
    ],
    [
      'a minute before the skip',
      berlin,
      '02:30',
      '2026-03-29T00:59:00Z',
      ['2026-03-28', '2026-03-28T01:30', '2026-03-27T01:30'],
    ],
    [
      'a time shown twice, the first time',
      berlin,
      '02:30',
      '2026-10-25T00:30:00Z',
      ['2026-10-25', '2026-10-25T00:30', '2026-10-24T00:30'],
    ],
    [
      'the same, between the two',
      berlin,
      '02:30',
      '2026-10-25T01:10:00Z',
      ['2026-10-25', '2026-10-25T00:30', '2026-10-24T00:30'],
    ],
    [
      'midnight',
      'UTC',
      '00:00',
      '2026-11-24T00:00:00Z',
      ['2026-11-24', '2026-11-24T00:00', '2026-11-23T00:00'],
    ],
    [
      'an offset of 5:45',
      'Asia/Kathmandu',
      '08:00',
      '2026-11-24T02:15:00Z',
      ['2026-11-24', '2026-11-24T02:15', '2026-11-23T02:15'],
    ],
    [
      'a day ahead of UTC',
      'Pacific/Kiritimati',
      '08:00',
      '2026-11-23T18:00:00Z',
      ['2026-11-24', '2026-11-23T18:00', '2026-11-22T18:00'],
    ],
    [
      'midnight that is skipped',
      'America/Havana',
      '00:00',
      '2026-03-08T05:00:00Z',
      ['2026-03-08', '2026-03-08T05:00', '2026-03-07T05:00'],
    ],
  ] as const)
    it(`at ${what} (${now})`, () => assert.deepEqual(due(zone, clock, now), expected));

  it('is one a calendar day, never in the future, and less than 26 hours old', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham'),
        fc.nat(1439),
        fc.integer({ min: 18_000 * 1440, max: 22_000 * 1440 }),
        (timeZone, minute, moment) => {
          const now = moment * 60_000;
          const latest = latestSummary({ minute, timeZone }, now);
          assert.ok(latest.at <= now && now - latest.at < 26 * 3600_000);
          const earlier = latestSummary({ minute, timeZone }, latest.at - 1);
          assert.equal(earlier.at, latest.before);
          assert.equal(Date.parse(latest.date) - Date.parse(earlier.date), 86_400_000);
        },
      ),
      { numRuns: 500 },
    ));
});
