// Ranges of addresses as people write them: CIDRs.
import type { Ipv4Prefix } from '../source-prefix.ts';
import type { Span } from './pattern.ts';

/** The fewest CIDRs that are exactly this range, rising. */
export function prefixesOf({ first, last }: Span): readonly Ipv4Prefix[] {
  const prefixes: Ipv4Prefix[] = [];
  for (let start = first; start <= last; ) {
    let length = 32;
    // Twice as large as long as it still begins and ends where a block may.
    for (let size = 2; size <= 2 ** 32 && start % size === 0 && start + size - 1 <= last; size *= 2)
      length -= 1;
    const end = start + 2 ** (32 - length) - 1;
    prefixes.push({ first: start, last: end, length });
    start = end + 1;
  }
  return prefixes;
}

/** How many addresses are in ranges that do not overlap. */
export const sizeOf = (spans: readonly Span[]): number =>
  spans.reduce((sum, { first, last }) => sum + last - first + 1, 0);
