// How long ago something was, as people say it.
import type { Instant } from '../src/domain/time.ts';

/** `a moment ago`, `5 minutes ago`, `1 hour ago`, `3 days ago`. A clock that is behind reads as a moment. */
export function agoText(at: Instant, now: Instant): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'a moment ago';
  if (minutes < 60) return `${count(minutes, 'minute')} ago`;
  const hours = Math.floor(minutes / 60);
  return `${hours < 24 ? count(hours, 'hour') : count(Math.floor(hours / 24), 'day')} ago`;
}

const count = (number: number, unit: string): string => `${number} ${unit}${number === 1 ? '' : 's'}`;
