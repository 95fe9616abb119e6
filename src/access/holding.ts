// Work that one process at a time does: it is held for some seconds, renewed while it goes on, and asked for last before anything leaves.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant, Seconds } from '../domain/time.ts';
import { Fault } from './fault.ts';
import type { Ledger } from './ledger-port.ts';

/** What a piece of work knows of its holding. */
export interface Holding {
  /** Ours for sure, so that nobody else has gone on with it. Never true again by itself once it ran out. */
  isHeld(): boolean;
  /** How often it ran out so far: what was read before that may be long past. */
  lapses(): number;
  /** It was taken again, or a step of it has ended: it goes on. @param at the clock before the database was asked */
  takenAt(at: Instant): void;
}

/** How work is held, and its clock. */
export interface HeldBy {
  /** Holds it longer in the books. `false`: it is somebody else's. Rejects when the books do not answer. */
  readonly renew: (at: Instant) => Promise<boolean>;
  /** How long one renewal holds it. */
  readonly seconds: Seconds;
  /** The clock before it was taken. */
  readonly since: Instant;
  readonly now: () => Instant;
}

/** A claim's length: short, so that what a dead process held is taken over soon; it is renewed while the work goes on. */
export const claimSeconds: Seconds = 15;

/** Other processes' clocks may be ahead of ours by so much, and what is sent needs a moment. */
const margin: Seconds = 2;
/** A step that takes longer has hung: whoever else is there may have it. */
const longestStep: Seconds = 180;

const underWay = new AsyncLocalStorage<Holding>();

/**
 * Does `work`, and holds it meanwhile. A process that was paused, or cut off from the books, finds that it does not hold it
 * any more by its own clocks, without asking: the one that may be set, and the one that only runs.
 */
export async function whileHeld<T>(
  { renew, seconds, since, now }: HeldBy,
  work: (holding: Holding) => Promise<T>,
): Promise<T> {
  const length = seconds - margin;
  const elapsed = () => performance.now() / 1000;
  let until = since + length * 1000;
  let untilElapsed = elapsed() + length;
  let steppedAt = elapsed();
  let lapses = 0;
  let ranOut = false;
  let renewing: Promise<void> | undefined;

  const holding: Holding = {
    isHeld() {
      const held = !ranOut && now() < until && elapsed() < untilElapsed;
      if (!held && !ranOut) lapses += 1;
      ranOut = !held;
      return held;
    },
    lapses: () => lapses,
    takenAt(at) {
      steppedAt = elapsed();
      hold(at, steppedAt);
      ranOut = false;
    },
  };

  function hold(at: Instant, atElapsed: Seconds): void {
    until = at + length * 1000;
    untilElapsed = atElapsed + length;
  }

  async function renewed(): Promise<void> {
    // What has run out is taken again where the work looks at the books, and not behind its back.
    if (!holding.isHeld() || elapsed() - steppedAt > longestStep) return;
    const [at, atElapsed] = [now(), elapsed()];
    const answer = await renew(at).catch(() => undefined);
    if (answer === true) hold(at, atElapsed);
    if (answer === false) until = 0;
  }

  const timer = setInterval(
    () => {
      renewing ??= renewed().finally(() => {
        renewing = undefined;
      });
    },
    Math.max(100, (seconds * 1000) / 3),
  );
  timer.unref();
  try {
    return await underWay.run(holding, () => work(holding));
  } finally {
    clearInterval(timer);
    await renewing;
  }
}

/**
 * Does `work` under a claim of this process, and gives the claim back.
 * @param keptSeconds where `work` throws, the claim stays for so long: only this process knows how far it came
 * @returns `busy`: another process is doing it @throws Fault when the database is away, and whatever `work` throws
 */
export async function whileClaimed<T>(
  ledger: Pick<Ledger, 'claim' | 'unclaim'>,
  key: string,
  now: () => Instant,
  work: (holding: Holding) => Promise<T>,
  keptSeconds: Seconds = 0,
): Promise<T | 'busy'> {
  const since = now();
  if (!(await ledger.claim(key, since, claimSeconds))) return 'busy';
  const renew = (at: Instant) => ledger.claim(key, at, claimSeconds);
  // Where the database is away a claim runs out by itself.
  const giveBack = () => ledger.unclaim(key).catch(() => undefined);
  const keep = () => ledger.claim(key, now(), keptSeconds).catch(() => undefined);
  try {
    const result = await whileHeld({ renew, seconds: claimSeconds, since, now }, work);
    await giveBack();
    return result;
  } catch (error) {
    await (keptSeconds === 0 ? giveBack() : keep());
    throw error;
  }
}

/**
 * Called last before something is sent that must not be sent twice. Work that nobody has to hold, such as a turn, passes.
 * @throws Fault `unavailable`: nothing was sent
 */
export function mustHold(): void {
  if (underWay.getStore()?.isHeld() === false)
    throw new Fault(
      'unavailable',
      'The bot was held up for so long that another of its processes may have gone on with it, so it sent nothing.',
    );
}
