// Walks from a machine to the NSG rules in front of each of its addresses, as they are at this moment.
import type { Machine } from '../domain/machine.ts';
import type { Arm } from './arm.ts';
import { armIdOf, same } from './arm-id.ts';
import { type Guarded, guardedAddressesOf, oncePerId } from './guarded-addresses.ts';
import { createInterfaceReads } from './interface-reads.ts';
import { createNsgReads, rulesIn, type WrittenRule } from './nsg-reads.ts';

/** The rules in front of one private address; `undefined`: no NSG there. */
export type GuardedAddress = Guarded<WrittenRule>;

/** Reads interfaces, subnets and NSGs afresh. No address: the machine has no interface any more. @throws Fault */
export type NsgWalk = (machine: Pick<Machine, 'azureId' | 'addresses'>) => Promise<readonly GuardedAddress[]>;

/** Interfaces are read together; an NSG or subnet they share is read once per walk. */
export function createNsgWalk(arm: Arm): NsgWalk {
  const reads = createNsgReads(arm);
  const readInterface = createInterfaceReads(arm);

  const readRules = async (id: string): Promise<readonly WrittenRule[]> =>
    rulesIn(await reads.nsg(id), armIdOf(id)('networkSecurityGroups'));

  return async ({ azureId, addresses }) => {
    const shared = { rulesOf: oncePerId(readRules), nsgOfSubnet: oncePerId(reads.nsgOfSubnet) };
    const ids = [
      ...new Map(addresses.map(({ interfaceId }) => [interfaceId.toLowerCase(), interfaceId])).values(),
    ];

    async function filtersOfInterface(id: string): Promise<readonly GuardedAddress[]> {
      const nic = await readInterface(id);
      // Given to another machine meanwhile: its addresses say nothing of this one any more.
      if (nic === undefined || (nic.virtualMachine?.id && !same(nic.virtualMachine.id, azureId))) return [];
      return guardedAddressesOf(nic, ids.length === 1, shared);
    }

    return (await Promise.all(ids.map(filtersOfInterface))).flat();
  };
}
