// Work under way: a bounded number at once, none waiting for another, and an end that is not waited for for ever.
import type { Seconds } from '../domain/time.ts';

export interface Runs {
  /** How many more may start now. */
  free(): number;
  /** Starts `work`, which handles its own failures. @returns when it has ended, and its place is free */
  start(work: () => Promise<void>): Promise<void>;
  /** Resolves when at least one more may start. */
  place(): Promise<void>;
  /** Resolves when everything has ended, or after `limit`. */
  end(limit: Seconds): Promise<void>;
}

/** At most `parallel` pieces of work at once, provided that callers ask `free` or `place` first. */
export const createRuns = (parallel: number): Runs => {
  const under = new Set<Promise<void>>();
  const free = (): number => parallel - under.size;

  return {
    free,
    start: (work) => {
      const run = work().finally(() => under.delete(run));
      under.add(run);
      return run;
    },
    place: async () => {
      while (free() <= 0) await Promise.race(under);
    },
    end: async (limit) => {
      await within(limit, Promise.allSettled(under)).catch(() => undefined);
    },
  };
};

/** `work`, or a rejection after `limit`; the work itself goes on unseen. */
export const within = async <T>(limit: Seconds, work: Promise<T>): Promise<T> => {
  const over = Promise.withResolvers<never>();
  const timer = setTimeout(() => over.reject(new Error(`not done after ${limit} s`)), limit * 1000);
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    clearTimeout(timer);
  }
};
