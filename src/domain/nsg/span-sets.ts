// Sets of addresses as ranges: put together, taken away, counted.
import type { Span } from './pattern.ts';
import { sizeOf } from './span-prefixes.ts';

/** The same addresses in as few ranges as possible, rising. */
export function unionOf(spans: readonly Span[]): readonly Span[] {
  const union: Span[] = [];
  for (const { first, last } of spans.toSorted((one, other) => one.first - other.first)) {
    const before = union.at(-1);
    if (before !== undefined && first <= before.last + 1)
      union[union.length - 1] = { first: before.first, last: Math.max(before.last, last) };
    else union.push({ first, last });
  }
  return union;
}

/** What of `spans` is not in `others`. @param others any order */
export function without(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return unionOf(others).reduce(
    (left, hole) =>
      left.flatMap(({ first, last }) => [
        ...(first < hole.first ? [{ first, last: Math.min(last, hole.first - 1) }] : []),
        ...(last > hole.last ? [{ first: Math.max(first, hole.last + 1), last }] : []),
      ]),
    unionOf(spans),
  );
}

/** What is in both. */
export const common = (spans: readonly Span[], others: readonly Span[]): readonly Span[] =>
  without(spans, without(spans, others));

/** Whether nothing of `spans` is outside of `others`. */
export const isWithin = (spans: readonly Span[], others: readonly Span[]): boolean =>
  sizeOf(without(spans, others)) === 0;
