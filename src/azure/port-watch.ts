// Reads the NSG rules in front of a machine, as they are at this moment.
import type { PortWatch } from '../access/azure-ports.ts';
import type { Arm } from './arm.ts';
import type { WrittenRule } from './nsg-reads.ts';
import { createNsgWalk } from './nsg-walk.ts';

/** The port on the real service. */
export function createPortWatch(arm: Arm): PortWatch {
  const walk = createNsgWalk(arm);
  return {
    async filtersOf(machine) {
      return (await walk(machine)).map((address) => ({
        ...address,
        onInterface: address.onInterface?.map(ruleOf),
        onSubnet: address.onSubnet?.map(ruleOf),
      }));
    },
  };
}

const ruleOf = ({ rule }: WrittenRule) => rule;
