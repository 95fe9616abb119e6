// Machines as an inventory has them that has read all their subscriptions.
import type { Machine } from '../../src/domain/machine.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';

/** @param knows which subscriptions were read; left out: every one */
export const knownMachines = (
  machines: readonly Machine[],
  knows: (subscriptionId: string) => boolean = () => true,
) => ({ ...indexMachines(machines), knows });
