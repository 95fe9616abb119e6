// Works through a list with a few hands, so that a long one does not open a connection for each of its entries.

/**
 * @param most how many are under way at the same time
 * @returns the results in the order of `items`. Rejects with the first that fails, and begins none after that.
 */
export async function fewAtOnce<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items].entries();
  let failed = false;
  const hand = async () => {
    // One iterator for all hands: each takes the next entry that nobody has.
    for (const [position, item] of waiting) {
      if (failed) return;
      results[position] = await work(item).catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, hand));
  return results;
}
