// The few statistics a benchmark needs.

/** The middle of `values`, between the two middle ones where their number is even. @throws Error for an empty list */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error('nothing has no median');
  return (lower + upper) / 2;
}

/** The smallest of `values` that at least `share` (0 to 1) of them do not exceed. @throws Error for an empty list */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  if (found === undefined) throw new Error('nothing has no percentile');
  return found;
}
