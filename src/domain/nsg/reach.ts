// What of some source addresses gets in, in one answer.
import type { Fate } from './fates.ts';
import { type AllowAt, allowsIn, type DoubtAt, doubtsIn } from './judge-port.ts';
import type { Span } from './pattern.ts';

/**
 * - `none`: shut. No address gets in.
 * - `all`: every address gets in. `by`: the Allow rules that decide; empty where no NSG is in the way at all.
 * - `some`: these `addresses` get in, rising, and of the others those about which `doubts` are may.
 * - `unknown`: none surely gets in, and some may.
 */
export type Reach =
  | { readonly lets: 'none' }
  | { readonly lets: 'all'; readonly by: readonly AllowAt[] }
  | {
      readonly lets: 'some';
      readonly addresses: readonly Span[];
      readonly by: readonly AllowAt[];
      readonly doubts: readonly DoubtAt[];
    }
  | { readonly lets: 'unknown'; readonly doubts: readonly DoubtAt[] };

/** Sums up the fates of addresses. */
export function reachOf(fates: readonly Fate[]): Reach {
  const having = (outcome: Fate['outcome']) => fates.filter((fate) => fate.outcome === outcome);
  const [allowed, unknown] = [having('allowed'), having('unknown')];
  const decisionsOf = (some: readonly Fate[]) => some.flatMap(({ decisions }) => decisions);
  const doubts = doubtsIn(decisionsOf(unknown));
  if (allowed.length === 0) return unknown.length === 0 ? { lets: 'none' } : { lets: 'unknown', doubts };
  const by = allowsIn(decisionsOf(allowed));
  if (allowed.length === fates.length) return { lets: 'all', by };
  return { lets: 'some', addresses: joinedSpans(allowed.map(({ span }) => span)), by, doubts };
}

/** Neighbours made one. @param rising in order, without overlaps */
export function joinedSpans(rising: readonly Span[]): readonly Span[] {
  const joined: Span[] = [];
  for (const span of rising) {
    const before = joined.at(-1);
    if (before !== undefined && before.last + 1 === span.first)
      joined[joined.length - 1] = { first: before.first, last: span.last };
    else joined.push(span);
  }
  return joined;
}
