// Gathers what many do one by one at about the same time, so that the database is asked once.

/**
 * @param work does it for all at once; it must not reject
 * @returns what adds to the next round. Resolves when its round is done.
 */
export function gathered<T>(
  work: (items: readonly T[]) => Promise<void>,
): (items: readonly T[]) => Promise<void> {
  let waiting: T[] = [];
  let next: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  return (items) => {
    waiting.push(...items);
    // The round under way has left without these.
    next ??= last.then(() => {
      const all = waiting;
      waiting = [];
      next = undefined;
      last = work(all);
      return last;
    });
    return next;
  };
}
