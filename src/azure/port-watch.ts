// Reads the NSG rules in front of a machine, as they are at this moment or were a given moment ago.
import type { PortWatch } from '../access/azure-ports.ts';
import type { Instant } from '../domain/time.ts';
import type { Arm } from './arm.ts';
import { createSharedWalk } from './shared-walk.ts';

/** The port on the real service. @param elapsed as of `createFreshReads` */
export function createPortWatch(arm: Arm, now: () => Instant, elapsed?: () => number): PortWatch {
  const walk = createSharedWalk(arm, now, elapsed);
  return {
    filtersOf: (machine, freshness = { since: now(), way: 'anew' }) => walk(machine, freshness),
  };
}
