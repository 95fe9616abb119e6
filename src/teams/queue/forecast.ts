// A calendar of the seconds to come: who counts on sending when, so that each can be told when to come back.

export interface Calendar {
  /**
   * Books the first second from `from` on that is not full of others of the same rank or before it. Those behind it may
   * be displaced: when they come back, they book anew.
   * @returns the moment, in milliseconds, and what takes the booking back
   */
  book(from: number, rank: number): { readonly at: number; readonly cancel: () => void };
}

/** @param perSecond how many fit in a second now */
export function createCalendar(perSecond: () => number): Calendar {
  const booked = new Map<number, Map<number, number>>();

  const isFull = (second: number, rank: number): boolean => {
    let before = 0;
    for (const [other, count] of booked.get(second) ?? []) if (other <= rank) before += count;
    return before >= perSecond();
  };

  return {
    book(from, rank) {
      let second = Math.floor(from / 1000);
      while (isFull(second, rank)) second += 1;
      const ranks = booked.get(second) ?? new Map<number, number>();
      booked.set(second, ranks);
      ranks.set(rank, (ranks.get(rank) ?? 0) + 1);
      let stands = true;
      return {
        at: Math.max(from, second * 1000),
        cancel: () => {
          if (!stands) return;
          stands = false;
          const left = (ranks.get(rank) ?? 1) - 1;
          if (left > 0) ranks.set(rank, left);
          else ranks.delete(rank);
          if (ranks.size === 0) booked.delete(second);
        },
      };
    },
  };
}
