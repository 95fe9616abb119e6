// Hours of the week on wall clocks, over midnight and on days when clocks are changed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Weekday, WeekHours, WeekSpan } from '../../../src/domain/policy/access-policy.ts';
import { weekClock } from '../../../src/domain/policy/week-hours.ts';

const minutes = (clock: string): number => {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
};

const hours = (timeZone: string, days: readonly Weekday[], from: string, to: string): WeekHours => ({
  name: 'some',
  timeZone,
  spans: [{ days, from: minutes(from), to: minutes(to) }],
});

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5];

describe('weekClock', () => {
  const workingDay = hours('Europe/Berlin', weekdays, '08:00', '18:00');
  const nights = hours('Europe/Berlin', [5], '22:00', '06:00');
  const sundayNight = hours('UTC', [7], '23:00', '01:00');
  const wholeSaturday = hours('America/New_York', [6], '00:00', '24:00');
  const noonToNoon = hours('UTC', [1], '12:00', '12:00');
  // Clocks in Berlin skip 2:00 to 3:00 on 2026-03-29 and show it twice on 2026-10-25, both Sundays.
  const smallHours = hours('Europe/Berlin', [7], '02:00', '02:30');
  const overTheChange = hours('Europe/Berlin', [6], '22:00', '06:00');

  const cases: readonly (readonly [what: string, hours: WeekHours, at: string, holds: boolean])[] = [
    ['the first minute, in winter', workingDay, '2026-11-23T07:00:00Z', true],
    ['the minute before, in winter', workingDay, '2026-11-23T06:59:59Z', false],
    ['the first minute, in summer', workingDay, '2026-07-06T06:00:00Z', true],
    ['the last second', workingDay, '2026-11-23T16:59:59Z', true],
    ['the end itself', workingDay, '2026-11-23T17:00:00Z', false],
    ['another day', workingDay, '2026-11-22T09:00:00Z', false],
    ['the evening a night starts', nights, '2026-11-27T21:00:00Z', true],
    ['the morning after, on a day not named', nights, '2026-11-28T04:59:59Z', true],
    ['the end of the night', nights, '2026-11-28T05:00:00Z', false],
    ['the morning of the day named', nights, '2026-11-27T04:00:00Z', false],
    ['over the end of the week', sundayNight, '2026-11-30T00:30:00Z', true],
    ['a day from midnight to midnight', wholeSaturday, '2026-11-28T05:00:00Z', true],
    ['its last second', wholeSaturday, '2026-11-29T04:59:59Z', true],
    ['the midnight that ends it', wholeSaturday, '2026-11-29T05:00:00Z', false],
    ['a day from noon to noon', noonToNoon, '2026-11-24T11:59:59Z', true],
    ['its end', noonToNoon, '2026-11-24T12:00:00Z', false],
    ['a time shown twice, the first time', smallHours, '2026-10-25T00:15:00Z', true],
    ['the time between', smallHours, '2026-10-25T00:45:00Z', false],
    ['a time shown twice, the second time', smallHours, '2026-10-25T01:15:00Z', true],
    ['the moment that skips a time', smallHours, '2026-03-29T01:00:00Z', false],
    ['a night with an hour less', overTheChange, '2026-03-29T03:59:59Z', true],
    ['its end', overTheChange, '2026-03-29T04:00:00Z', false],
    ['a night with an hour more', overTheChange, '2026-10-25T04:59:59Z', true],
    ['its end', overTheChange, '2026-10-25T05:00:00Z', false],
  ];
  for (const [what, when, at, holds] of cases)
    it(`${holds ? 'holds at' : 'does not hold at'} ${what} (${at})`, () =>
      assert.equal(weekClock(when).holdsAt(Date.parse(at)), holds));

  it('holds where any of its spans does', () => {
    const two: WeekHours = { ...workingDay, spans: [...workingDay.spans, ...wholeSaturday.spans] };
    assert.equal(weekClock(two).holdsAt(Date.parse('2026-11-28T12:00:00Z')), true);
    assert.equal(weekClock(two).holdsAt(Date.parse('2026-11-29T12:00:00Z')), false);
  });

  it('refuses to guess at a zone that nobody knows', () => {
    assert.throws(() => weekClock(hours('Mars/Olympus', [1], '08:00', '18:00')), RangeError);
  });

  it('never changes but at its borders, also on days when clocks are changed', () => {
    const starts = ['2026-03-28', '2026-10-24', '2026-04-04', '2026-10-03', '2026-11-26'];
    const span: fc.Arbitrary<WeekSpan> = fc.record({
      days: fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }),
      from: fc.nat({ max: 95 }).map((quarter) => quarter * 15),
      to: fc.integer({ min: 1, max: 96 }).map((quarter) => quarter * 15),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('Europe/Berlin', 'Australia/Lord_Howe', 'UTC'),
        fc.array(span, { minLength: 1, maxLength: 2 }),
        fc.constantFrom(...starts),
        fc.integer({ min: 1, max: 192 }),
        (timeZone, spans, start, quarters) => {
          const clock = weekClock({ name: 'any', timeZone, spans });
          const from = Date.parse(start);
          const to = from + quarters * 900_000;
          const borders = clock.bordersWithin(from, to);
          assert.ok(borders.every((border) => from < border && border < to));
          const known = new Set(borders);
          for (let at = from + 900_000; at < to; at += 900_000)
            if (clock.holdsAt(at) !== clock.holdsAt(at - 900_000))
              assert.ok(known.has(at), new Date(at).toISOString());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('changes where clocks skip the time at which it would begin', () => {
    const clock = weekClock(hours('Europe/Berlin', [7], '02:00', '06:00'));
    const borders = clock.bordersWithin(
      Date.parse('2026-03-29T00:00:00Z'),
      Date.parse('2026-03-29T02:00:00Z'),
    );
    assert.deepEqual(borders, [Date.parse('2026-03-29T01:00:00Z')]);
  });

  it('changes on whole seconds, wherever one begins to look', () => {
    const borders = weekClock(workingDay).bordersWithin(
      Date.parse('2026-11-23T16:30:00.500Z'),
      Date.parse('2026-11-23T18:00:00Z'),
    );
    assert.deepEqual(borders, [Date.parse('2026-11-23T17:00:00Z')]);
  });

  it('finds the borders of every week of a long span', () => {
    const clock = weekClock(hours('UTC', [3], '10:00', '11:00'));
    const borders = clock.bordersWithin(
      Date.parse('2026-11-01T00:00:00Z'),
      Date.parse('2026-11-15T00:00:00Z'),
    );
    assert.deepEqual(
      [...borders].sort().map((at) => new Date(at).toISOString()),
      [
        '2026-11-04T10:00:00.000Z',
        '2026-11-04T11:00:00.000Z',
        '2026-11-11T10:00:00.000Z',
        '2026-11-11T11:00:00.000Z',
      ],
    );
  });
});
