// Lets one process at a time write a JIT policy, of all that share the database: who replaces all of a policy takes away
// what another process is adding to it. Within a process, the editor takes turns.
import type { Instant } from '../../domain/time.ts';
import { claimSeconds, whileHeld } from '../holding.ts';
import type { Ledger } from '../ledger-port.ts';

export interface PolicyTurns {
  /** @param policyId `undefined`: what is written is no policy @returns what came of it; `busy`: it is another's turn */
  within<Result>(policyId: string | undefined, write: () => Promise<Result>): Promise<Result | 'busy'>;
}

export function createPolicyTurns(
  ledger: Pick<Ledger, 'claim' | 'unclaim'>,
  now: () => Instant,
): PolicyTurns {
  /** How many writes of a policy are under way here: the last one gives it back. */
  const writers = new Map<string, number>();
  return {
    async within(policyId, write) {
      if (policyId === undefined) return write();
      const key = `jit-policy/${policyId.toLowerCase()}`;
      const since = now();
      const renew = (at: Instant) => ledger.claim(key, at, claimSeconds);
      if (!(await renew(since))) return 'busy';
      writers.set(key, (writers.get(key) ?? 0) + 1);
      try {
        return await whileHeld({ renew, seconds: claimSeconds, since, now }, write);
      } finally {
        const left = (writers.get(key) ?? 1) - 1;
        if (left > 0) writers.set(key, left);
        else {
          writers.delete(key);
          // Where the database is away it runs out by itself.
          await ledger.unclaim(key).catch(() => undefined);
        }
      }
    },
  };
}
