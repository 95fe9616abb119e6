// Hours of the week: what counts is what clocks in their zone show, also on days when clocks are changed.
import type { Instant } from '../time.ts';
import { clockChanges, zoneOffset } from '../zone.ts';
import type { WeekHours } from './access-policy.ts';

const minute = 60_000;
const day = 1440 * minute;
const week = 7 * day;
// 1970-01-01 was a Thursday.
const firstMonday = 4 * day;

/** Hours of the week that can be asked. */
export interface WeekClock {
  /** Whether clocks in the zone show, at this moment, a time within the hours. */
  holdsAt(moment: Instant): boolean;
  /** All moments after `from` and before `to` at which `holdsAt` can change, in no order. */
  bordersWithin(from: Instant, to: Instant): readonly Instant[];
}

/**
 * The clock for `hours`. A span over midnight belongs to the day on which it starts. A time that clocks show twice
 * counts both times, and one that they skip never.
 * @throws RangeError for a zone that this runtime does not know.
 */
export function weekClock(hours: WeekHours): WeekClock {
  const offsetAt = zoneOffset(hours.timeZone);
  const stretches = hours.spans.flatMap(({ days, from, to }) =>
    days.map((weekday) => ({
      start: (weekday - 1) * day + from * minute,
      length: (to > from ? to - from : to - from + 1440) * minute,
    })),
  );
  return {
    holdsAt(moment) {
      const now = sinceMonday(moment + offsetAt(moment));
      return stretches.some(({ start, length }) => within(now - start) < length);
    },
    bordersWithin(from, to) {
      const edges = new Set(stretches.flatMap(({ start, length }) => [start, within(start + length)]));
      const changes = clockChanges(from, to, offsetAt);
      // Between two changes wall clocks go as time does.
      const starts = [from, ...changes];
      const shown = starts.flatMap((start, index) => {
        const end = starts[index + 1] ?? to;
        const offset = offsetAt(start);
        return [...edges].flatMap((edge) => weekly(start + within(edge - sinceMonday(start + offset)), end));
      });
      return [...changes, ...shown].filter((moment) => from < moment);
    },
  };
}

/** A length of time within the week: what is before it counts from the end of the week. */
const within = (time: number): number => ((time % week) + week) % week;
const sinceMonday = (wall: number): number => within(wall - firstMonday);

/** `first` and every week after it, before `end`. */
const weekly = (first: Instant, end: Instant): readonly Instant[] =>
  Array.from({ length: Math.max(0, Math.ceil((end - first) / week)) }, (_, index) => first + index * week);
