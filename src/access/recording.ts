// Writes a move down with compare-and-set, again on the newer state when somebody else was faster.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Move } from '../domain/move.ts';
import type { Instant } from '../domain/time.ts';
import type { Hear } from './happenings.ts';
import { openingIn } from './happenings-of.ts';
import type { Ledger } from './ledger-port.ts';
import type { WaitingWords } from './waiting-words.ts';

/** Applies what became known to the request as it is now; `undefined`: the state has moved on and has no use for it. */
export type Recording = (fresh: AccessRequest, now: Instant) => Move | undefined;

/** A request as stored, and whether this process still holds its lease. */
export interface Held {
  readonly request: AccessRequest;
  readonly leased: boolean;
}

/** A request that is known to be in the books. @throws Error when it is not: requests are never deleted. */
export async function loadAgain(ledger: Ledger, id: string): Promise<AccessRequest> {
  const request = await ledger.load(id);
  if (request === undefined) throw new Error(`request ${id} vanished from the ledger`);
  return request;
}

/**
 * Returns the function that records. When nothing more is due after the move, the lease is given back and the
 * next wake-up is left in the same statement, so that no click can fall between.
 */
export function createRecord(parts: {
  ledger: Ledger;
  now: () => Instant;
  words: Pick<WaitingWords, 'owedNow'>;
  hear: Hear;
}) {
  const { ledger, now, words, hear } = parts;
  return async function record(request: AccessRequest, recording: Recording): Promise<Held> {
    let fresh = request;
    for (;;) {
      const at = now();
      const move = recording(fresh, at);
      if (move === undefined) return { request: fresh, leased: true };
      const next = words.owedNow(move.request, at);
      const done = next.due.length === 0;
      const saved = await ledger.save(move.request, move.entries, done ? next.wakeAt : undefined, done);
      if (saved !== 'conflict') {
        const opened = openingIn(fresh, saved);
        if (opened !== undefined) hear(opened);
        return { request: saved, leased: !done };
      }
      fresh = await loadAgain(ledger, fresh.id);
    }
  };
}

export type Record = ReturnType<typeof createRecord>;
