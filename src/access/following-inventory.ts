// Looks at a machine's interfaces as they are now: one can be replaced while a grant runs.
import { type Machine, subscriptionIdIn } from '../domain/machine.ts';
import type { Inventory, PortWatch, Revoke } from './azure-ports.ts';
import { Fault } from './fault.ts';

/** Deleting finds rules in front of the same interfaces as the watch, or it could take them for somebody else's. */
export const revokeFollowing = (revoke: Revoke, inventory: Pick<Inventory, 'byId'>): Revoke => ({
  standing: (machine, opening) => revoke.standing(withNewer(machine, inventory), opening),
  remove: (standing) => revoke.remove(standing),
});

/** With the interfaces that the inventory knows since the grant was agreed. */
function withNewer(
  { azureId, addresses }: Pick<Machine, 'azureId' | 'addresses'>,
  inventory: Pick<Inventory, 'byId'>,
) {
  return { azureId, addresses: [...addresses, ...(inventory.byId(azureId)?.addresses ?? [])] };
}

/**
 * A watch that looks at the interfaces known when the grant was agreed and at those the inventory knows since.
 * Finding none means "the machine is gone" only when the inventory has read its subscription and has no such machine either.
 */
export function followingInventory(
  watch: PortWatch,
  inventory: Pick<Inventory, 'byId' | 'loaded' | 'knows'>,
): PortWatch {
  return {
    async filtersOf(machine, freshness) {
      const known = inventory.byId(machine.azureId);
      const filters = await watch.filtersOf(withNewer(machine, inventory), freshness);
      if (filters.length > 0) return filters;
      if (!inventory.loaded || !inventory.knows(subscriptionIdIn(machine.azureId)))
        throw new Fault(
          'unavailable',
          'The machine’s subscription could not be read, so it is not known which network interfaces it has.',
        );
      if (known !== undefined)
        throw new Fault(
          'unavailable',
          'The machine’s network interfaces have changed, and the new ones are not known yet.',
        );
      return filters;
    },
  };
}
