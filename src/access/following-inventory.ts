// Looks at a machine's interfaces as they are now: one can be replaced while a grant runs.
import type { Inventory, PortWatch } from './azure-ports.ts';
import { Fault } from './fault.ts';

/**
 * A watch that looks at the interfaces known when the grant was agreed and at those the inventory knows since.
 * Finding none means "the machine is gone" only when the inventory no longer has the machine either.
 */
export function followingInventory(
  watch: PortWatch,
  inventory: Pick<Inventory, 'byId' | 'loaded'>,
): PortWatch {
  return {
    async filtersOf({ azureId, addresses }) {
      const known = inventory.byId(azureId);
      const filters = await watch.filtersOf({
        azureId,
        addresses: [...addresses, ...(known?.addresses ?? [])],
      });
      if (filters.length === 0 && (known !== undefined || !inventory.loaded))
        throw new Fault(
          'unavailable',
          'The machine’s network interfaces have changed, and the new ones are not known yet.',
        );
      return filters;
    },
  };
}
