// Notices that the database is away, and writes it into the trail when it is back: people were told that nothing could be done.
import { type Instant, isoOf, type Seconds } from '../domain/time.ts';
import { Fault } from './fault.ts';
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { startLooking } from './looking.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'ping' | 'note'>;
  /** This process' name among the replicas, for the entry. */
  readonly replica: string;
  readonly now: () => Instant;
  /** Waits so many seconds before the next look; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
  readonly log: Pick<Log, 'error' | 'info'>;
}

const lookSeconds: Seconds = 5;

/** Begins to look, at once and every 5 seconds. @returns how to stop; the look under way is waited for */
export function startOutageWatch(parts: Parts): { stop(): Promise<void> } {
  return startLooking(createOutageWatch(parts), lookSeconds, parts.pause);
}

/** @returns one look at the database. Never rejects. */
export function createOutageWatch({ ledger, replica, now, log }: Parts): () => Promise<void> {
  let since: Instant | undefined;
  return async () => {
    const at = now();
    try {
      await ledger.ping();
      if (since === undefined) return;
      const facts = { since: isoOf(since), seconds: Math.round((now() - since) / 1000), replica };
      await ledger.note({ at: now(), actor: 'bot', kind: 'database-back', facts });
      log.info(facts, 'The database answers again');
      since = undefined;
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      if (since === undefined) log.error({ err: error }, 'The database does not answer: work waits for it');
      since ??= at;
    }
  };
}
