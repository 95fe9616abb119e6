// A job of this process that repeats itself: looks, waits, looks again; never twice at once.
import type { Seconds } from '../domain/time.ts';

export interface Repeating {
  /** Does it for the first time, at once. */
  start(): void;
  /** Does it at once, or once more when the one under way has ended. */
  now(): void;
  /** Ends the repetition and waits for the one under way. */
  stop(): Promise<void>;
}

/** Calls `work` `every` so often after it ended, or at once while it answers `true`: there is more. It must not reject. */
export const repeating = (every: Seconds, work: () => Promise<boolean>): Repeating => {
  let timer: NodeJS.Timeout | undefined;
  let under: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const turn = (): void => {
    again = under !== undefined;
    if (stopped || again) return;
    clearTimeout(timer);
    under = work().then((more) => {
      under = undefined;
      if (more || again) turn();
      else if (!stopped) timer = setTimeout(turn, every * 1000);
    });
  };

  return {
    start: turn,
    now: turn,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await under;
    },
  };
};
