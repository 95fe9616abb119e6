// Calendar days with their year, as people type them.
import type { Instant } from '../../src/domain/time.ts';

/** `2026-12-31`, the day of a moment in a zone; in UTC where that is no zone. Safe as Markdown. */
export function dateText(at: Instant, timeZone: string): string {
  const parts = formatFor(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  try {
    // Intl takes an empty zone as this machine's own.
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: timeZone || 'UTC' });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}
