// Wall clocks in time zones: how far they are ahead of UTC, and when they show a time.
import type { Instant } from './time.ts';

const day = 86_400_000;
// No zone has ever changed its clocks twice within so short a time.
const quarterDay = day / 4;

/**
 * How far clocks in a zone are ahead of UTC, in milliseconds, at a given moment.
 * @throws RangeError for a zone that this runtime does not know.
 */
export function zoneOffset(timeZone: string): (moment: Instant) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (moment) => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const wall = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return wall - Math.floor(moment / 1000) * 1000;
  };
}

/** The moments when clocks show a date and time (given as if it were UTC): one, two, or the skip over it. */
export function momentsOf(wall: number, offsetAt: (moment: Instant) => number): readonly Instant[] {
  const before = offsetAt(wall - day);
  const after = offsetAt(wall + day);
  const shown = [wall - before, wall - after].filter((moment) => moment + offsetAt(moment) === wall);
  return shown.length > 0 ? shown : [firstWithOffset(after, wall - after, wall - before, offsetAt)];
}

/** The moments after `from` and before `to` at which clocks are put forward or back, rising. */
export function clockChanges(
  from: Instant,
  to: Instant,
  offsetAt: (moment: Instant) => number,
): readonly Instant[] {
  const changes: Instant[] = [];
  // Clocks change on a whole second.
  let early = Math.floor(from / 1000) * 1000;
  while (early < to) {
    const late = early + quarterDay;
    const after = offsetAt(late);
    if (after !== offsetAt(early)) changes.push(firstWithOffset(after, early, late, offsetAt));
    early = late;
  }
  return changes.filter((change) => from < change && change < to);
}

/** The second at which the offset becomes `offset`, somewhere after `early` and not after `late`. */
function firstWithOffset(
  offset: number,
  early: Instant,
  late: Instant,
  offsetAt: (moment: Instant) => number,
): Instant {
  let low = early;
  let high = late;
  while (high - low > 1000) {
    const middle = low + Math.floor((high - low) / 2000) * 1000;
    if (offsetAt(middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}
