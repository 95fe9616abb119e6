// The day until which somebody acknowledges a finding.
import type { Instant } from '../time.ts';
import { momentsOf, zoneOffset } from '../zone.ts';

const day = 86_400_000;

/** What can be the matter with a day. */
export type DayProblem = 'missing' | 'unclear' | 'past' | 'too-far';

export type UntilDay =
  | { readonly ok: true; readonly until: Instant }
  | { readonly ok: false; readonly why: DayProblem };

/**
 * The end of a calendar day where the speaker is; at most the same day of next year.
 * @param typed `2026-12-31`, or how long from today: `30 days`, `2 weeks` @throws RangeError for a zone that this runtime does not know
 */
export function untilDay(typed: string | undefined, now: Instant, timeZone: string): UntilDay {
  const text = (typed ?? '').trim();
  if (text === '') return { ok: false, why: 'missing' };
  const offsetAt = zoneOffset(timeZone);
  const today = new Date(now + offsetAt(now));
  const [year, month, date] = [today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()];
  const wall = dayOf(text) ?? dayAfter(text, Date.UTC(year, month, date));
  if (wall === undefined) return { ok: false, why: 'unclear' };
  if (wall < Date.UTC(year, month, date)) return { ok: false, why: 'past' };
  if (wall > Date.UTC(year + 1, month, date)) return { ok: false, why: 'too-far' };
  const [until] = momentsOf(wall + day, offsetAt);
  return until === undefined ? { ok: false, why: 'unclear' } : { ok: true, until };
}

/** Its start, as if it were UTC; `undefined`: there is no such day. */
function dayOf(text: string): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(date));
  return new Date(wall).toISOString().startsWith(text) ? wall : undefined;
}

/** So many days or weeks after another day. */
function dayAfter(text: string, today: number): number | undefined {
  const [, count, unit = ''] = /^(\d{1,3}) ?(d|days?|w|weeks?)$/i.exec(text) ?? [];
  if (count === undefined) return undefined;
  return today + Number(count) * (/^w/i.test(unit) ? 7 : 1) * day;
}
