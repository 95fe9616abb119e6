// Finds changes of the setup whose time has come, also those that a process left behind when it died.
import type { Instant, Seconds } from '../../domain/time.ts';
import { Fault } from '../fault.ts';
import type { Log } from '../log-port.ts';
import { startLooking } from '../looking.ts';
import type { SetupSettle } from './settle-setup.ts';
import type { SetupBook } from './setup-book.ts';

interface Parts {
  readonly book: Pick<SetupBook, 'due'>;
  readonly settle: Pick<SetupSettle, 'settle'>;
  readonly now: () => Instant;
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  readonly log: Log;
}

/** At once after a start, and then so often: who carries a change out wakes itself earlier. */
const everySeconds: Seconds = 5;
const mostAtOnce = 10;
/** A change that cannot be carried on (damaged, or of a later version) must not hold up those behind it. */
const restMilliseconds = 60_000;

/** Starts looking. @returns how to stop; the look under way is waited for */
export function startSetupSweep({ book, settle, now, pause, log }: Parts): { stop(): Promise<void> } {
  const resting = new Map<string, Instant>();

  async function look(): Promise<void> {
    try {
      for (const [id, until] of resting) if (until <= now()) resting.delete(id);
      const ids = await book.due(now(), mostAtOnce + resting.size);
      // Not waited for: a change of many machines takes minutes, and others must not wait for it.
      for (const id of ids) if (!resting.has(id)) settle.settle(id).catch((error) => putOff(id, error));
    } catch (error) {
      log.warn({ err: error }, 'Changes of the setup could not be looked for');
    }
  }

  function putOff(id: string, error: unknown): void {
    const isAway = error instanceof Fault && error.code === 'unavailable';
    if (!isAway) resting.set(id, now() + restMilliseconds);
    log.error({ change: id, err: error }, 'A change of the setup could not be carried on, and is put off');
  }

  return startLooking(look, everySeconds, pause);
}
