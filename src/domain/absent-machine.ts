// A machine that is not in the inventory: gone, or in a subscription that could not be read.
import { type MachineChoice, subscriptionIdIn } from './machine.ts';
import type { Refusal } from './refusal.ts';

/** Of the inventory: whether a subscription's machines were read at least once. */
export interface Reads {
  knows(subscriptionId: string): boolean;
}

/** Why nothing can be asked of a machine that is not there. @param machine one that the inventory does not have */
export const absentRefusal = (
  inventory: Reads,
  { id, name }: Pick<MachineChoice, 'id' | 'name'>,
): Refusal => ({
  code: inventory.knows(subscriptionIdIn(id)) ? 'machine-gone' : 'machine-unread',
  machine: name,
});
