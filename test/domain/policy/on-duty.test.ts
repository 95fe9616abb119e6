// Who is on call: to the minute at hand-overs, over changes of clocks, in zones with odd offsets.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NamedPerson, OnCall, Rotation, Weekday } from '../../../src/domain/policy/access-policy.ts';
import { dutyAt, onDuty } from '../../../src/domain/policy/on-duty.ts';
import { zoneOffset } from '../../../src/domain/zone.ts';

const person = (name: string): NamedPerson => ({ kind: 'person', id: `id of ${name}`, name });
const [omar, grace, linus] = [person('omar'), person('grace'), person('linus')];
const minute = 60_000;
const week = 7 * 1440 * minute;

const rotation = (
  timeZone: string,
  starts: string,
  day: Weekday,
  clock: string,
  people: Rotation['people'] = [omar, grace, linus],
): OnCall => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return {
    duty: {
      kind: 'rotation',
      people,
      starts: Date.parse(`${starts}T00:00:00Z`),
      handOver: { day, minute: hours * 60 + minutes },
      timeZone,
    },
  };
};

const names = (onCall: OnCall, at: string): string =>
  onDuty(onCall, Date.parse(at))
    .map(({ name }) => name)
    .join();

describe('onDuty', () => {
  const berlin = rotation('Europe/Berlin', '2026-11-23', 1, '09:00');
  // Clocks in Berlin go forward on 2026-03-29 and back on 2026-10-25, both Sundays, at 01:00 UTC.
  const spring = rotation('Europe/Berlin', '2026-03-23', 1, '09:00');
  const autumn = rotation('Europe/Berlin', '2026-10-19', 1, '09:00');
  const skipped = rotation('Europe/Berlin', '2026-03-22', 7, '02:30');
  const twice = rotation('Europe/Berlin', '2026-10-18', 7, '02:30');
  const nepal = rotation('Asia/Kathmandu', '2026-11-23', 1, '09:00');
  const chatham = rotation('Pacific/Chatham', '2026-09-20', 7, '03:00');
  const lordHowe = rotation('Australia/Lord_Howe', '2026-09-27', 7, '02:15');
  const samoa = rotation('Pacific/Apia', '2011-12-23', 5, '09:00');
  const midWeek = rotation('UTC', '2026-11-25', 1, '09:00');
  const sameDayLate = rotation('UTC', '2026-11-23', 1, '00:00');
  const longAgo = rotation('UTC', '1969-12-29', 1, '00:00');

  const cases: readonly (readonly [what: string, onCall: OnCall, at: string, who: string])[] = [
    ['long before it starts', berlin, '2020-01-01T00:00:00Z', 'omar'],
    ['a week before it starts', berlin, '2026-11-16T12:00:00Z', 'omar'],
    ['the day it starts, before the hand-over', berlin, '2026-11-23T07:59:00Z', 'omar'],
    ['the day it starts, at the hand-over', berlin, '2026-11-23T08:00:00Z', 'omar'],
    ['the minute before the first hand-over', berlin, '2026-11-30T07:59:00Z', 'omar'],
    ['the millisecond before it', berlin, '2026-11-30T07:59:59.999Z', 'omar'],
    ['the first hand-over itself', berlin, '2026-11-30T08:00:00Z', 'grace'],
    ['the minute before the second', berlin, '2026-12-07T07:59:00Z', 'grace'],
    ['the second', berlin, '2026-12-07T08:00:00Z', 'linus'],
    ['the third, which begins anew', berlin, '2026-12-14T08:00:00Z', 'omar'],
    ['a year later, after both changes of clocks', berlin, '2027-11-22T08:00:00Z', 'grace'],
    ['a minute before that', berlin, '2027-11-22T07:59:00Z', 'omar'],
    ['a start in the middle of the week', midWeek, '2026-11-30T08:59:00Z', 'omar'],
    ['its first hand-over, after a short week', midWeek, '2026-11-30T09:00:00Z', 'grace'],
    ['a start at the very hand-over', sameDayLate, '2026-11-29T23:59:00Z', 'omar'],
    ['a week after it', sameDayLate, '2026-11-30T00:00:00Z', 'grace'],
    ['before 1970', longAgo, '1970-01-04T23:59:00Z', 'omar'],
    ['after a start before 1970', longAgo, '1970-01-05T00:00:00Z', 'grace'],
    ['a week with an hour less, its last minute', spring, '2026-03-30T06:59:00Z', 'omar'],
    ['a week with an hour less, its end', spring, '2026-03-30T07:00:00Z', 'grace'],
    ['a week with an hour more, its last minute', autumn, '2026-10-26T07:59:00Z', 'omar'],
    ['a week with an hour more, its end', autumn, '2026-10-26T08:00:00Z', 'grace'],
    ['a minute before clocks skip the hand-over', skipped, '2026-03-29T00:59:00Z', 'omar'],
    ['the skip over the hand-over', skipped, '2026-03-29T01:00:00Z', 'grace'],
    ['a hand-over shown twice, a minute before the first', twice, '2026-10-25T00:29:00Z', 'omar'],
    ['a hand-over shown twice, the first time', twice, '2026-10-25T00:30:00Z', 'grace'],
    ['the time before it, shown again', twice, '2026-10-25T01:10:00Z', 'grace'],
    ['a hand-over shown twice, the second time', twice, '2026-10-25T01:30:00Z', 'grace'],
    ['an offset of 5:45, a minute before', nepal, '2026-11-30T03:14:00Z', 'omar'],
    ['an offset of 5:45', nepal, '2026-11-30T03:15:00Z', 'grace'],
    // Chatham goes from 12:45 to 13:45 ahead at 02:45 on that Sunday, so that 03:00 is skipped.
    ['an offset of 12:45, a minute before the skip', chatham, '2026-09-26T13:59:00Z', 'omar'],
    ['an offset of 12:45, the skip', chatham, '2026-09-26T14:00:00Z', 'grace'],
    // Lord Howe changes by half an hour: 02:00 becomes 02:30.
    ['a change of half an hour, a minute before the skip', lordHowe, '2026-10-03T15:29:00Z', 'omar'],
    ['a change of half an hour, the skip', lordHowe, '2026-10-03T15:30:00Z', 'grace'],
    // Samoa had no 30 December 2011, a Friday.
    ['a day that never was, a minute before', samoa, '2011-12-30T09:59:00Z', 'omar'],
    ['a day that never was', samoa, '2011-12-30T10:00:00Z', 'grace'],
    ['the week after it', samoa, '2012-01-05T19:00:00Z', 'linus'],
  ];
  for (const [what, onCall, at, who] of cases)
    it(`is ${who}: ${what} (${at})`, () => assert.equal(names(onCall, at), who));

  it('is always all of those who always are', () => {
    const onCall: OnCall = { duty: { kind: 'always', people: [omar, grace] } };
    assert.deepEqual(dutyAt(onCall, 0), { people: [omar, grace] });
  });

  it('refuses a zone that this runtime does not know', () =>
    assert.throws(() => names(rotation('Mars/Base', '2026-11-23', 1, '09:00'), '2026-11-23'), RangeError));
});

describe('dutyAt', () => {
  const until = (onCall: OnCall, at: string) => {
    const moment = dutyAt(onCall, Date.parse(at)).until;
    return moment === undefined ? undefined : new Date(moment).toISOString();
  };
  const of = (...people: Rotation['people']) => rotation('UTC', '2026-11-23', 1, '09:00', people);

  for (const [what, onCall, at, expected] of [
    ['the next hand-over', of(omar, grace), '2026-11-24T00:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['the first one, before it starts', of(omar, grace), '2020-01-01T00:00:00Z', '2026-11-30T09:00:00.000Z'],
    ['two weeks, of two turns in a row', of(omar, omar, grace), '2026-11-24', '2026-12-07T09:00:00.000Z'],
    ['one of these, in the second', of(omar, omar, grace), '2026-12-01', '2026-12-07T09:00:00.000Z'],
    ['over the end of the list', of(omar, grace, omar), '2026-12-09', '2026-12-21T09:00:00.000Z'],
    ['never, of somebody alone', of(omar), '2026-11-24', undefined],
    ['never, of somebody alone under two names', of(omar, { ...omar, name: 'o' }), '2026-11-24', undefined],
  ] as const)
    it(`lasts until ${what}`, () => assert.equal(until(onCall, at), expected));
});

describe('a rotation, whatever it is', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
  const anyRotation = fc
    .record({
      zone: fc.constantFrom(...zones, 'Pacific/Chatham', 'America/St_Johns'),
      start: fc.integer({ min: 18_000, max: 22_000 }),
      day: fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7),
      minute: fc.nat(1439),
      count: fc.integer({ min: 2, max: 5 }),
    })
    .map(({ zone, start, day, minute: at, count }) => {
      const people = Array.from({ length: count }, (_, index) => person(`p${index}`));
      const [first = omar, ...rest] = people;
      return {
        count,
        onCall: {
          duty: {
            kind: 'rotation',
            people: [first, ...rest],
            starts: start * 1440 * minute,
            handOver: { day, minute: at },
            timeZone: zone,
          },
        } satisfies OnCall,
      };
    });
  const anyTime = fc.integer({ min: 17_000 * 1440, max: 24_000 * 1440 }).map((at) => at * minute);

  it('has exactly one person on duty at any time', () =>
    fc.assert(
      fc.property(anyRotation, anyTime, ({ onCall }, at) => {
        assert.equal(onDuty(onCall, at).length, 1);
      }),
    ));

  it('passes on at hand-overs only, to the next in the list', () =>
    fc.assert(
      fc.property(anyRotation, anyTime, fc.nat(), ({ onCall, count }, at, fraction) => {
        const { people, until = assert.fail('it never passes on') } = dutyAt(onCall, at);
        assert.ok(until > at);
        const between = at + (fraction % (until - at));
        assert.deepEqual(onDuty(onCall, between), people);
        assert.deepEqual(onDuty(onCall, until - 1), people);
        const place = (who: readonly NamedPerson[]) => Number(who[0]?.name.slice(1));
        assert.equal(place(onDuty(onCall, until)), (place(people) + 1) % count);
        const wall = new Intl.DateTimeFormat('en-GB', {
          timeZone: onCall.duty.timeZone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
        }).format(until);
        const { day, minute: due } = onCall.duty.handOver;
        const clock = `${String(Math.floor(due / 60)).padStart(2, '0')}:${String(due % 60).padStart(2, '0')}`;
        const shown = `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - 1]} ${clock}`;
        const offset = zoneOffset(onCall.duty.timeZone);
        // Where clocks skip the time it is the skip.
        const skip = offset(until) > offset(until - 1);
        assert.ok(skip || wall.replace(',', '') === shown, `${wall} is not ${shown}`);
      }),
      { numRuns: 300 },
    ));

  it('is the same again after as many weeks as there are people, on wall clocks', () =>
    fc.assert(
      fc.property(anyRotation, fc.integer({ min: 22_100 * 1440, max: 24_000 * 1440 }), (each, at) => {
        const { onCall, count } = each;
        const now = at * minute;
        // Half a week away from any hand-over no change of clocks matters.
        const { until = 0 } = dutyAt(onCall, now);
        const away = until - week / 2;
        assert.deepEqual(onDuty(onCall, away), onDuty(onCall, away + count * week));
      }),
    ));
});
