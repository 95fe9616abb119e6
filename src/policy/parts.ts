// Small parts of a policy file, each from its text: times, days, addresses.
import { parseTime } from '../domain/duration.ts';
import type { Weekday, WeekSpan } from '../domain/policy/access-policy.ts';
import { checkSource } from '../domain/source-prefix.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { momentsOf, zoneOffset } from '../domain/zone.ts';
import type { WeekSpanText } from './file-shape.ts';
import { instead } from './nearest.ts';
import type { Path, Report } from './problem.ts';

const minute = 60;
export const hour = 3600;
export const day = 24 * hour;

/** A length of time from a minute to `most` seconds; `mostText` says the latter and why. */
export function readSpan(
  text: string,
  path: Path,
  report: Report,
  most: Seconds,
  mostText: string,
): Seconds | undefined {
  const name = `“${path.at(-1)}”`;
  const time = parseTime(text);
  if (time?.kind !== 'for') return report(path, `${name} must be a length of time such as 30m, 2h or 1h30.`);
  if (time.seconds < minute) return report(path, `${name} must be at least 1m.`);
  if (time.seconds > most) return report(path, `${name} must be at most ${mostText}.`);
  return time.seconds;
}

/** An IPv4 address or CIDR in its one spelling. */
export function readPrefix(text: string, path: Path, report: Report): string | undefined {
  const check = checkSource(text, { publicMachine: false, allowedSources: ['*'] });
  if (check.ok) return check.source;
  switch (check.refusal.code) {
    case 'source-any':
      return report(path, `“${text}” would be nearly everybody; write networks of /8 or narrower.`);
    case 'source-ipv6':
      return report(path, `“${text}” is IPv6, and Azure opens ports to IPv4 only; write the IPv4 network.`);
    case 'source-not-a-network':
      return report(
        path,
        `“${text}” is not the start of a network; write ${check.refusal.network}, or one address without the slash.`,
      );
    case 'source-not-public':
      return report(
        path,
        `“${text}” is in the ${check.refusal.range}, from which nothing comes; write addresses people come from.`,
      );
    default:
      return report(path, `“${text}” is not an address; write it like 203.0.113.7 or 203.0.113.0/24.`);
  }
}

const dayNames: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const isWeekday = (number: number): number is Weekday =>
  Number.isInteger(number) && number >= 1 && number <= 7;

/** Days on which spans start, from one minute of the day to another. */
export function readWeekSpan(span: WeekSpanText, path: Path, report: Report): WeekSpan | undefined {
  const listed = typeof span.days === 'string' ? [span.days] : span.days;
  const days = listed.map((text, index) =>
    readDays(text, typeof span.days === 'string' ? [...path, 'days'] : [...path, 'days', index], report),
  );
  const from = readClock(span.from, [...path, 'from'], report);
  const to = readClock(span.to, [...path, 'to'], report);
  if (from === 1440)
    return report([...path, 'from'], '“from” must be a time of the day itself; write 00:00.');
  if (from !== undefined && from === to)
    return report(
      [...path, 'to'],
      "“from” and “to” are the same; for a whole day write from: '00:00' and to: '24:00'.",
    );
  if (days.includes(undefined) || from === undefined || to === undefined) return undefined;
  const known = [...new Set(days.flatMap((each) => each ?? []))].sort();
  // Midnight at the end of a span is the end of the day.
  return { days: known, from, to: to === 0 ? 1440 : to };
}

/** `mon`, or `mon-fri`; `fri-mon` goes over the end of the week. */
function readDays(text: string, path: Path, report: Report): readonly Weekday[] | undefined {
  const ends = text.toLowerCase().split('-');
  const [first = -1, last = first] = ends.map((end) => dayNames.indexOf(end));
  if (ends.length > 2 || first < 0 || last < 0)
    return report(path, () => `“${text}” is not a day or a span of days; ${meantDays(text, ends)}`);
  return Array.from({ length: ((last - first + 7) % 7) + 1 }, (_, index) => ((first + index) % 7) + 1).filter(
    isWeekday,
  );
}

/** One day of the week: `Mon`. */
export function readDay(text: string, path: Path, report: Report): Weekday | undefined {
  const day = dayNames.indexOf(text.toLowerCase()) + 1;
  return isWeekday(day)
    ? day
    : report(path, () => `“${text}” is not a day; ${meantDays(text, [text.toLowerCase()])}`);
}

function meantDays(text: string, ends: readonly string[]): string {
  const short = ends.map((end) => end.trim().slice(0, 3));
  const words = ends.length <= 2 && ends.every((end) => /^\s*[a-z]+\s*$/.test(end));
  if (words && short.every((end) => dayNames.includes(end))) return `write ${short.join('-')}.`;
  if (/[,\s]/.test(text.trim())) return 'write single days as a list, such as [mon, wed].';
  return instead(ends.find((end) => !dayNames.includes(end)) ?? text, dayNames);
}

/** Minutes since midnight, 0 to 1440. `what` says what it must be. */
export function readClock(
  text: string,
  path: Path,
  report: Report,
  what = "a time of day on a 24-hour clock, such as '08:00' or '18:30'",
): number | undefined {
  const [, hours, minutes] = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text) ?? [];
  const read = Number(hours) * 60 + Number(minutes);
  if (hours === undefined || read > 1440) return report(path, `“${path.at(-1)}” must be ${what}.`);
  return read;
}

/** A day of the calendar, `2026-11-23`: its midnight, as if it were in UTC. */
export function readDate(text: string, path: Path, report: Report): Instant | undefined {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // `Date.parse` takes the 31st of June for the 1st of July.
  if (!Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(text)) return midnight;
  return report(path, `“${path.at(-1)}” must be a day of the calendar, such as 2026-11-23.`);
}

/**
 * A moment: `2026-11-23 10:00` on wall clocks in `timeZone`, or ISO 8601 with its own offset.
 * A time that clocks show twice is the first of the two.
 */
export function readMoment(text: string, timeZone: string): Instant | undefined {
  const [, date, time, seconds = ':00', fraction = '', offset] =
    /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d)(:\d\d)?(\.\d{1,3})?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  const wall = Date.parse(`${date}T${time}${seconds}${fraction}Z`);
  // `Date.parse` takes the 31st of June for the 1st of July.
  if (Number.isNaN(wall) || !new Date(wall).toISOString().startsWith(`${date}T${time}`)) return undefined;
  if (offset === undefined) return momentsOf(wall, zoneOffset(timeZone))[0];
  const moment = Date.parse(`${date}T${time}${seconds}${fraction}${offset}`);
  return Number.isNaN(moment) ? undefined : moment;
}
