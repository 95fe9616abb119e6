// The books, with somebody listening: what was committed is told, once, by the process that committed it.
import type { Pace } from '../domain/pace.ts';
import type { Hear } from './happenings.ts';
import { happeningsOf } from './happenings-of.ts';
import type { Ledger } from './ledger-port.ts';

/** The same ledger. A save that was refused is no happening, and neither is a message delivered twice. */
export function heardLedger(ledger: Ledger, hear: Hear, pace: Pace): Ledger {
  const tell = (...saved: Parameters<typeof happeningsOf>): void => happeningsOf(...saved).forEach(hear);
  return {
    ...ledger,
    async create(request, entries, wakeAt) {
      const made = await ledger.create(request, entries, wakeAt);
      if (made.created) tell(made.request, entries, pace);
      return made;
    },
    async createFrom(from, request, entries, wakeAt) {
      const made = await ledger.createFrom(from, request, entries, wakeAt);
      if (made !== 'conflict' && made.created) {
        tell(made.from, from.entries, pace);
        tell(made.request, entries, pace);
      }
      return made;
    },
    async save(request, entries, wakeAt, releaseLease) {
      const saved = await ledger.save(request, entries, wakeAt, releaseLease);
      if (saved !== 'conflict') tell(saved, entries, pace);
      return saved;
    },
  };
}
