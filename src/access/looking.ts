// Looks again and again for as long as the process runs, one look after the other.
import type { Seconds } from '../domain/time.ts';

/**
 * Begins with a look at once.
 * @param look never rejects
 * @param every the pause between the end of a look and the next
 * @param pause waits so many seconds; does not keep the process alive
 * @returns how to stop; the look under way is waited for
 */
export function startLooking(
  look: () => Promise<void>,
  every: Seconds,
  pause: (seconds: Seconds) => Promise<unknown>,
): { stop(): Promise<void> } {
  let stopped = false;
  let looking = Promise.resolve();
  void (async () => {
    while (!stopped) {
      looking = look();
      await looking;
      await pause(every);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await looking;
    },
  };
}
