// A span as people type it.
import type { Seconds } from '../time.ts';

/** `3h`, `1h30m`, `15m`, `90s`: what `parseTime` reads as the same span. */
export function typedSpan(seconds: Seconds): string {
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [Math.round(seconds % 60), 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count}${unit}`)
    .join('');
}
