// Everything in a subscription that is open beside JIT, or left of it.
import type { AccessRequest } from '../access-request.ts';
import type { SeenSubscription } from '../estate.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { jitRulesIn } from './jit-rules-in.ts';
import { leftoversIn } from './leftovers.ts';
import { openIn } from './open-ports.ts';
import { outlivedIn } from './outlived.ts';
import { unguardedIn } from './unguarded.ts';

/** What else has to be known. */
export interface DriftKnown {
  /** Requests that have a port open, are about to, or are to shut it; all of them. */
  readonly ourGrants: readonly AccessRequest[];
}

/**
 * No key comes twice.
 * @throws RangeError when a private address is neither IPv4 nor IPv6
 */
export function findingsIn(seen: SeenSubscription, known: DriftKnown, now: Instant): readonly Finding[] {
  const rules = jitRulesIn(seen);
  const found: readonly Finding[] = [
    ...seen.machines.flatMap((machine) => [...openIn(machine, machine.filters), ...unguardedIn(machine)]),
    ...outlivedIn(seen, rules, known.ourGrants, now),
    ...leftoversIn(seen, rules),
  ];
  return [...new Map(found.map((finding) => [finding.key, finding])).values()];
}
