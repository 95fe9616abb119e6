// When the daily summary is due, on wall clocks.
import type { Instant } from '../time.ts';
import { momentsOf, zoneOffset } from '../zone.ts';
import type { OnCall } from './access-policy.ts';

const minute = 60_000;
const day = 1440 * minute;

/** One daily summary: its day on the calendar of its zone (`2026-11-24`), its moment, and that of the day before. */
export interface SummaryTime {
  readonly date: string;
  readonly at: Instant;
  readonly before: Instant;
}

/**
 * The latest summary that was due at or before `now`. A time that clocks show twice is the first of the two; one that they
 * skip is the skip.
 * @throws RangeError for a zone that this runtime does not know.
 */
export function latestSummary(
  { minute: time, timeZone }: NonNullable<OnCall['summary']>,
  now: Instant,
): SummaryTime {
  const offsetAt = zoneOffset(timeZone);
  const today = Math.floor((now + offsetAt(now)) / day) * day;
  const momentOn = (midnight: number): Instant => Math.min(...momentsOf(midnight + time * minute, offsetAt));
  // Clocks set back over midnight show yesterday again.
  const [latest = today - day] = [today + day, today].filter((midnight) => momentOn(midnight) <= now);
  return {
    date: new Date(latest).toISOString().slice(0, 10),
    at: momentOn(latest),
    before: momentOn(latest - day),
  };
}
