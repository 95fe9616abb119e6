// Everything in a subscription that is open beside JIT, or left of it.
import type { AccessRequest } from '../access-request.ts';
import type { SeenMachine, SeenSubscription } from '../estate.ts';
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
export const findingsIn = (seen: SeenSubscription, known: DriftKnown, now: Instant): readonly Finding[] =>
  eachOnce([...seen.machines.flatMap(findingsOf), ...findingsAcross(seen, known, now)]);

/** What one machine has by itself: a part of `findingsIn`, for whoever judges many and has other work between them. */
export const findingsOf = (machine: SeenMachine): readonly Finding[] => [
  ...openIn(machine, machine.filters),
  ...unguardedIn(machine),
];

/** The other part: what is seen only across machines. */
export function findingsAcross(seen: SeenSubscription, known: DriftKnown, now: Instant): readonly Finding[] {
  const rules = jitRulesIn(seen);
  return [...outlivedIn(seen, rules, known.ourGrants, now), ...leftoversIn(seen, rules)];
}

/** Of several with the same key the last. */
export const eachOnce = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [finding.key, finding])).values(),
];
