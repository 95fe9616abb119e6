// How the books stand, asked of them seldom: whoever scrapes or asks for readiness often costs the database nothing more.
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { Fault } from './fault.ts';
import type { ReadStanding, Standing } from './standing-port.ts';

/** An answer is used again for so long, a failure too. */
const keptFor: Seconds = 15;
/** A database that takes longer is as good as away. */
const patience: Seconds = 3;

/**
 * @param pause waits so many seconds; does not keep the process alive
 * @returns at most so old. Rejects with a Fault where the books do not answer in time: what was is not what is.
 */
export function keptStanding(parts: {
  readonly read: ReadStanding;
  readonly now: () => Instant;
  readonly pace: Pace;
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}): () => Promise<Standing> {
  const { read, now, pace, pause } = parts;
  let kept: { readonly at: number; readonly standing: Promise<Standing> } | undefined;
  const tooLong = async (): Promise<never> => {
    await pause(patience);
    throw new Fault('unavailable', 'The database does not answer in time.');
  };
  return () => {
    const at = performance.now() / 1000;
    if (kept === undefined || at - kept.at > keptFor)
      kept = { at, standing: Promise.race([read(now(), pace), tooLong()]) };
    return kept.standing;
  };
}
