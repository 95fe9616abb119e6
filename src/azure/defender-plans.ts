// The plan of Defender for Servers (`Microsoft.Security/pricings/VirtualMachines`): read, and turned on.
import { Fault } from '../access/fault.ts';
import type { DefenderPlans } from '../access/setup-ports.ts';
import type { Arm } from './arm.ts';

/** The port on the real service. */
export function createDefenderPlans(_arm: Arm): DefenderPlans {
  const notYet = async () => {
    throw new Fault('unavailable', 'Not there yet.');
  };
  return { planOf: notYet, turnOn: notYet };
}
