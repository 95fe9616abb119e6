// ISO 8601 durations, as JIT policies write `maxRequestAccessDuration`.
import type { Seconds } from '../domain/time.ts';

const pattern = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/;
const unitSeconds = [604_800, 86_400, 3600, 60, 1];

/**
 * `PT3H`, `PT1H30M`, `P1D` in seconds; a fraction of a second is dropped.
 * Years and months have no fixed length and are not understood.
 * @returns `undefined` for anything else, also for a duration of nothing
 */
export function isoDurationSeconds(duration: string): Seconds | undefined {
  const [, ...counts] = pattern.exec(duration.trim().toUpperCase()) ?? [];
  const seconds = counts.reduce(
    (sum, count, index) => sum + Number(count ?? 0) * (unitSeconds[index] ?? 0),
    0,
  );
  return seconds > 0 ? seconds : undefined;
}
