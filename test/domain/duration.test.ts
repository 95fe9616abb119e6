// Times as people write them, wall clocks across daylight-saving changes, and spans in words.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatSeconds, knownZone, parseTime, secondsUntil } from '../../src/domain/duration.ts';

describe('parseTime', () => {
  const spans: readonly (readonly [string, number])[] = [
    ['1h', 3600],
    ['1 h', 3600],
    ['1H', 3600],
    ['1h30', 5400],
    ['1h30m', 5400],
    ['1h 30m', 5400],
    ['1h30 min', 5400],
    ['1 hour, 30 minutes', 5400],
    ['1d12', 129_600],
    ['1m30', 90],
    ['1.5 hours', 5400],
    ['1,5 hours', 5400],
    ['1.25h', 4500],
    ['90 min', 5400],
    ['90mins.', 5400],
    ['30-minute', 1800],
    ['an hour', 3600],
    ['two hours', 7200],
    ['half an hour', 1800],
    ['half hour', 1800],
    ['a half hour', 1800],
    ['a quarter of an hour', 900],
    ['an hour and a half', 5400],
    ['one and a half hours', 5400],
    ['2 hours and 30 minutes', 9000],
    ['1 day', 86_400],
    ['1 week', 604_800],
    ['90s', 90],
    ['45 seconds', 45],
    ['0 min', 0],
    ['for 1h', 3600],
    ['For an hour', 3600],
    [`${'9'.repeat(400)} hours`, 315_360_000],
  ];
  for (const [text, seconds] of spans) {
    it(`reads ${JSON.stringify(text.slice(0, 30))} as ${seconds} s`, () =>
      assert.deepEqual(parseTime(text), { kind: 'for', seconds }));
  }

  const clocks: readonly (readonly [string, number, number])[] = [
    ['until 17:00', 17, 0],
    ['until 17', 17, 0],
    ['till 17.30', 17, 30],
    ['til 5pm', 17, 0],
    ['until 5 pm', 17, 0],
    ['until 5 p.m.', 17, 0],
    ['until 5:45PM', 17, 45],
    ['until 5:00', 5, 0],
    ['until 12am', 0, 0],
    ['until 12pm', 12, 0],
    ['until noon', 12, 0],
    ['until midnight', 0, 0],
    ['until 24:00', 0, 0],
  ];
  for (const [text, hour, minute] of clocks) {
    it(`reads ${JSON.stringify(text)}`, () =>
      assert.deepEqual(parseTime(text), { kind: 'until', hour, minute }));
  }

  const nonsense = [
    ...[
      '',
      'for',
      '30',
      'for 30',
      'h',
      'an',
      'hour',
      'soon',
      'rdp',
      '-1h',
      '1h x',
      'x 1h',
      '30m 1h',
      '1h 1h',
    ],
    ...['1,000 hours', '1.234h', '1h:30', '17:00', '5pm', 'until', 'until 5', 'until 25:00', 'until 24:01'],
    ...['until 17:60', 'until 13pm', 'until 0am', 'until "noon"', '"1h"', '5-m', `1h${' '.repeat(2000)}x`],
  ];
  for (const text of nonsense) {
    it(`does not guess at ${JSON.stringify(text.slice(0, 30))}`, () =>
      assert.equal(parseTime(text), undefined));
  }

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const time = parseTime(text);
        assert.ok(time === undefined || time.kind === 'for' || time.kind === 'until');
      }),
    );
  });

  it('reads what formatSeconds writes', () => {
    fc.assert(
      fc.property(fc.nat({ max: 200_000 }), (seconds) =>
        assert.deepEqual(parseTime(formatSeconds(seconds)), { kind: 'for', seconds }),
      ),
    );
  });
});

describe('secondsUntil', () => {
  // [what, clock time, now (UTC), zone, the moment expected (UTC)]
  const cases: readonly (readonly [string, string, string, string, string])[] = [
    ['later today', '17:00', '2025-06-02T10:00:00Z', 'Europe/Berlin', '2025-06-02T15:00:00Z'],
    ['tomorrow, if it has passed', '09:00', '2025-06-02T10:00:00Z', 'Europe/Berlin', '2025-06-03T07:00:00Z'],
    [
      'tomorrow, if it is exactly now',
      '12:00',
      '2025-06-02T10:00:00Z',
      'Europe/Berlin',
      '2025-06-03T10:00:00Z',
    ],
    ['midnight', '00:00', '2025-06-02T10:00:00Z', 'Europe/Berlin', '2025-06-02T22:00:00Z'],
    ['a zone a day ahead', '00:30', '2025-06-02T10:00:00Z', 'Pacific/Kiritimati', '2025-06-02T10:30:00Z'],
    ['a zone of odd minutes', '17:00', '2025-06-02T10:00:00Z', 'Asia/Kathmandu', '2025-06-02T11:15:00Z'],
    ['an unknown zone as UTC', '17:00', '2025-06-02T10:00:00Z', 'Mars/Olympus', '2025-06-02T17:00:00Z'],
    [
      'over the hour lost in spring',
      '09:00',
      '2025-03-29T22:00:00Z',
      'Europe/Berlin',
      '2025-03-30T07:00:00Z',
    ],
    ['over the hour won in autumn', '09:00', '2025-10-25T22:00:00Z', 'Europe/Berlin', '2025-10-26T08:00:00Z'],
    ['the skip over a time', '02:30', '2025-03-30T00:30:00Z', 'Europe/Berlin', '2025-03-30T01:00:00Z'],
    ['tomorrow, after the skip', '02:30', '2025-03-30T01:00:00Z', 'Europe/Berlin', '2025-03-31T00:30:00Z'],
    ['the first of two', '02:30', '2025-10-25T23:30:00Z', 'Europe/Berlin', '2025-10-26T00:30:00Z'],
    ['the second of two', '02:30', '2025-10-26T00:45:00Z', 'Europe/Berlin', '2025-10-26T01:30:00Z'],
    ['spring in America', '09:00', '2025-03-09T06:00:00Z', 'America/New_York', '2025-03-09T13:00:00Z'],
    [
      'half an hour of change',
      '09:00',
      '2025-10-04T14:00:00Z',
      'Australia/Lord_Howe',
      '2025-10-04T22:00:00Z',
    ],
    ['a skipped midnight', '00:00', '2025-09-07T02:00:00Z', 'America/Santiago', '2025-09-07T04:00:00Z'],
    ['a midnight set back', '23:30', '2025-04-06T02:45:00Z', 'America/Santiago', '2025-04-06T03:30:00Z'],
    ['back over midnight', '23:30', '2009-11-01T02:30:30Z', 'America/St_Johns', '2009-11-01T03:00:00Z'],
    ['a skipped day', '17:00', '2011-12-30T05:00:00Z', 'Pacific/Apia', '2011-12-30T10:00:00Z'],
  ];
  for (const [what, clock, now, zone, expected] of cases) {
    it(`finds ${what}`, () => {
      const [hour, minute] = clock.split(':').map(Number) as [number, number];
      const from = Date.parse(now);
      const seconds = secondsUntil({ hour, minute }, from, zone);
      assert.equal(new Date(from + seconds * 1000).toISOString(), new Date(expected).toISOString());
    });
  }

  it('rounds up to a whole second, so that the end does not read a minute early', () => {
    const now = Date.parse('2025-06-02T16:59:00.400Z');
    assert.equal(secondsUntil({ hour: 17, minute: 0 }, now, 'UTC'), 60);
  });

  it('is the first minute that shows the time, or has just skipped it, in a day and an hour', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'America/Santiago',
    ];
    const year = Date.parse('2025-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.nat({ max: 365 * 1440 }),
        fc.record({ hour: fc.nat({ max: 23 }), minute: fc.nat({ max: 59 }) }),
        (zone, minutes, time) => {
          const now = year + minutes * 60_000;
          assert.equal(secondsUntil(time, now, zone), firstMinuteShowing(time, now, zone));
        },
      ),
      { numRuns: 40 },
    );
  });
});

/** The slow way: look at the clock every minute. */
function firstMinuteShowing(time: { hour: number; minute: number }, now: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const wanted = time.hour * 60 + time.minute;
  const shown = (moment: number): number => {
    const [hour, minute] = format.format(moment).split(':').map(Number) as [number, number];
    return hour * 60 + minute;
  };
  let before = shown(now);
  for (let at = now + 60_000; ; at += 60_000) {
    const clock = shown(at);
    // Clocks go forward by far less than half a day; from 23:59 to 0:00 they go on, not back.
    const step = (clock - before + 1440) % 1440;
    const passed = (wanted - before + 1440) % 1440;
    if (clock === wanted || (step < 720 && passed > 0 && passed < step)) return (at - now) / 1000;
    before = clock;
  }
}

describe('knownZone', () => {
  const cases: readonly (readonly [string | undefined, string])[] = [
    ['Europe/Berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['Mars/Olympus', 'UTC'],
    ['', 'UTC'],
    [undefined, 'UTC'],
  ];
  for (const [zone, known] of cases) {
    it(`makes ${known} of ${JSON.stringify(zone)}`, () => assert.equal(knownZone(zone), known));
  }
});

describe('formatSeconds', () => {
  const cases: readonly (readonly [number, string])[] = [
    [0, '0 s'],
    [-5, '0 s'],
    [45, '45 s'],
    [90, '1 min 30 s'],
    [2700, '45 min'],
    [3600, '1 h'],
    [3605, '1 h 5 s'],
    [5400, '1 h 30 min'],
    [5399.6, '1 h 30 min'],
    [86_400, '24 h'],
  ];
  for (const [seconds, words] of cases) {
    it(`says ${words} for ${seconds}`, () => assert.equal(formatSeconds(seconds), words));
  }
});
