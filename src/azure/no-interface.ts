// A machine that no interface names: it may be being made, or its interface may not be shown to the bot.
import type { SeenMachine } from '../domain/estate.ts';
import { armIdOf } from './arm-id.ts';
import type { ProtectedMachine } from './jit-policy.ts';
import { systemOf } from './machines-of.ts';

/** @param entries what policies say of it @throws Fault when the id is no machine's */
export function machineWithoutInterface(
  subscription: SeenMachine['subscription'],
  azureId: string,
  described: { readonly region: string; readonly osType: string },
  entries: readonly ProtectedMachine[],
): SeenMachine {
  const part = armIdOf(azureId);
  return {
    id: azureId.toLowerCase(),
    azureId,
    name: part('virtualMachines'),
    subscription,
    resourceGroup: part('resourceGroups'),
    region: described.region,
    ...systemOf(described.osType),
    filters: [],
    jitPorts: entries.flatMap(({ ports }) => ports),
  };
}
