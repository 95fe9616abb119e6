// Microsoft.Compute routes: virtual machines and their tags. All of them only read.
import { partsOf, shouted } from './ids.ts';
import { kindRoutes } from './network-routes.ts';
import type { Route } from './route.ts';
import type { SimulatedMachine } from './world.ts';

const type = 'Microsoft.Compute/virtualMachines';

/** A virtual machine as Azure writes it, its resource group in capitals. */
const machineWire = (machine: SimulatedMachine) => ({
  name: partsOf(machine.id).name,
  id: shouted(machine.id),
  type,
  location: machine.region,
  ...(machine.tags === undefined ? {} : { tags: machine.tags }),
  properties: {
    provisioningState: 'Succeeded',
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    storageProfile: { osDisk: { osType: machine.system, createOption: 'FromImage' } },
    networkProfile: { networkInterfaces: [{ id: machine.interface.id, properties: { primary: true } }] },
  },
});

export const computeRoutes: readonly Route[] = kindRoutes({
  type,
  items: (world) => world.machines,
  idOf: (machine) => machine.id,
  wire: (_world, machine) => machineWire(machine),
});
