// One piece of work for each key at a time, in this process; who asks meanwhile makes it look once more at the end.

export interface OncePerKey {
  /**
   * Does `work`, or joins what is under way for the key.
   * @param again what is done at the end where somebody asked meanwhile; left out: `work`
   */
  run(key: string, work: () => Promise<void>, again?: () => Promise<void>): Promise<void>;
  /** Waits for everything under way, well or not. */
  idle(): Promise<void>;
}

/** Remembers only what is under way. */
export function createOncePerKey(): OncePerKey {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();
  return {
    run(key, work, again = work) {
      const already = running.get(key);
      if (already !== undefined) {
        already.again = true;
        return already.done;
      }
      const turn = { again: false, done: Promise.resolve() };
      const all = async (): Promise<void> => {
        try {
          await work();
          while (turn.again) {
            turn.again = false;
            await again();
          }
        } finally {
          running.delete(key);
        }
      };
      running.set(key, turn);
      turn.done = all();
      return turn.done;
    },
    idle: async () => {
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
}
