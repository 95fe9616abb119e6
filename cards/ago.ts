// How long ago something was, as people say it.
import type { Instant } from '../src/domain/time.ts';
import { say, sayCounted } from './escape.ts';

/** `a moment ago`, `5 minutes ago`, `1 hour ago`, `3 days ago`. A clock that is behind reads as a moment. */
export function agoText(at: Instant, now: Instant): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return say`a moment ago`;
  if (minutes < 60) return sayCounted(minutes, { one: '{0} minute ago', other: '{0} minutes ago' });
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? sayCounted(hours, { one: '{0} hour ago', other: '{0} hours ago' })
    : sayCounted(Math.floor(hours / 24), { one: '{0} day ago', other: '{0} days ago' });
}
