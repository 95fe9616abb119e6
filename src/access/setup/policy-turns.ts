// Lets one process at a time write a JIT policy, of all that share the database: who replaces all of a policy takes away
// what another process is adding to it. Within a process, the editor takes turns.
import type { Instant, Seconds } from '../../domain/time.ts';
import type { Ledger } from '../ledger-port.ts';

/** Longer than a write with its time limits: until then it may be under way, also where its change was taken over. */
const claimSeconds: Seconds = 120;

export interface PolicyTurns {
  /** @param policyId `undefined`: what is written is no policy @returns what came of it; `busy`: it is another's turn */
  within<Result>(policyId: string | undefined, write: () => Promise<Result>): Promise<Result | 'busy'>;
}

export function createPolicyTurns(ledger: Pick<Ledger, 'claim'>, now: () => Instant): PolicyTurns {
  /** How many writes of a policy are under way here: the last one gives it back. */
  const writers = new Map<string, number>();
  return {
    async within(policyId, write) {
      if (policyId === undefined) return write();
      const key = `jit-policy/${policyId.toLowerCase()}`;
      if (!(await ledger.claim(key, now(), claimSeconds))) return 'busy';
      writers.set(key, (writers.get(key) ?? 0) + 1);
      try {
        return await write();
      } finally {
        const left = (writers.get(key) ?? 1) - 1;
        if (left > 0) writers.set(key, left);
        else {
          writers.delete(key);
          await ledger.claim(key, now(), 0);
        }
      }
    },
  };
}
