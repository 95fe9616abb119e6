// So many turns a second and no more, whoever takes them; what each took is kept.
import { setTimeout as pause } from 'node:timers/promises';

export interface Rhythm {
  /** Waits for its time, then takes the turn. */
  turn<T>(take: () => Promise<T>): Promise<T>;
  /** Turns so far. */
  readonly turns: number;
  /** Milliseconds of the turns since this was asked last. */
  latencies(): readonly number[];
}

export function createRhythm(perSecond: number): Rhythm {
  let next = performance.now();
  let turns = 0;
  let taken: number[] = [];
  return {
    async turn(take) {
      const now = performance.now();
      const at = Math.max(next, now);
      next = at + 1000 / perSecond;
      await pause(at - now);
      const began = performance.now();
      const result = await take();
      taken.push(performance.now() - began);
      turns += 1;
      return result;
    },
    get turns() {
      return turns;
    },
    latencies() {
      const all = taken;
      taken = [];
      return all;
    },
  };
}
