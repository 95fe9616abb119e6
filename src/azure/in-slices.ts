// Works through a long list without keeping everybody else waiting.
import { setImmediate as breath } from 'node:timers/promises';

/** Turns and timers get their chance after every slice. @returns what `work` made of each slice */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  size: number,
  work: (slice: readonly Item[]) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += size) {
    if (from > 0) await breath();
    results.push(work(items.slice(from, from + size)));
  }
  return results;
}
