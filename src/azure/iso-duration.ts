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

/**
 * Whole seconds the way Defender's portal writes them: 10800 is `PT3H`, 5400 is `PT1H30M`, 86400 is `PT24H`.
 * @param seconds more than 0
 */
export function isoDurationOf(seconds: Seconds): string {
  const part = (count: number, unit: string) => (count > 0 ? `${count}${unit}` : '');
  const whole = Math.floor(seconds);
  return `PT${part(Math.floor(whole / 3600), 'H')}${part(Math.floor(whole / 60) % 60, 'M')}${part(whole % 60, 'S')}`;
}
