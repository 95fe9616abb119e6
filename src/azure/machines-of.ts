// Puts a subscription's interfaces, public addresses and JIT policies together into machines.
import type { JitPort, Machine, MachineAddress } from '../domain/machine.ts';
import { same } from './arm-id.ts';
import type { ProtectedMachine } from './jit-policy.ts';
import { addressesOf, type NetworkInterface } from './network-interface.ts';

export interface Reading {
  readonly subscription: Machine['subscription'];
  readonly interfaces: readonly NetworkInterface[];
  /** Public IPv4 addresses by the lower-case ARM id of the address resource. */
  readonly publicAddresses: ReadonlyMap<string, string>;
  readonly protectedMachines: readonly ProtectedMachine[];
  /** Tags by the machine's lower-case ARM id. A machine that is not in it: its tags are not known. */
  readonly tags: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** What Azure says they run, in the same way; an open string. */
  readonly systems: ReadonlyMap<string, string>;
}

export interface Machines {
  readonly machines: readonly Machine[];
  /** What had to be left out, for the log. */
  readonly oddities: readonly string[];
}

const machineId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/providers\/Microsoft\.Compute\/virtualMachines\/([^/]+)$/i;

/**
 * A machine is what an interface names as its own: interfaces are read fresh, while a policy keeps listing machines
 * long after they were deleted. Those are left out.
 */
export function machinesOf({
  subscription,
  interfaces,
  publicAddresses,
  protectedMachines,
  tags,
  systems,
}: Reading): Machines {
  const attached = Map.groupBy(interfaces, (nic) => nic.virtualMachine?.id?.toLowerCase() ?? '');
  const policies = Map.groupBy(protectedMachines, (one) => one.machineId.toLowerCase());
  const machines = [...attached].flatMap(([id, nics]) => {
    const jitPorts = (policies.get(id) ?? []).flatMap(({ ports }) => ports);
    const machine = machineOf(subscription, nics, publicAddresses, jitPorts);
    const own = tags.get(id);
    return machine === undefined
      ? []
      : { ...machine, ...(own !== undefined && { tags: own }), ...systemOf(systems.get(id)) };
  });
  const found = new Set(machines.map(({ id }) => id));
  const oddities = [...policies].flatMap(([id, entries]) => [
    ...(found.has(id) ? [] : [`A JIT policy lists ${id}, which has no network interface.`]),
    ...(entries.some(({ unclear }) => unclear > 0)
      ? [`A JIT policy describes a port of ${id} only in part.`]
      : []),
  ]);
  return { machines, oddities };
}

/** @param osType as Azure says it */
export function systemOf(osType: string | null | undefined): Pick<Machine, 'system'> {
  const system = (['Windows', 'Linux'] as const).find((each) => each === osType);
  return system === undefined ? {} : { system };
}

/** `undefined` for an interface of nothing, or of something that is not a virtual machine (a scale set's instance). */
function machineOf(
  subscription: Machine['subscription'],
  nics: readonly NetworkInterface[],
  publicAddresses: ReadonlyMap<string, string>,
  jitPorts: readonly JitPort[],
): Machine | undefined {
  const azureId = nics[0]?.virtualMachine?.id ?? '';
  const [, resourceGroup, name] = machineId.exec(azureId) ?? [];
  if (resourceGroup === undefined || name === undefined) return undefined;
  const all = nics.flatMap((nic) =>
    addressesOf(nic, nics.length === 1).map((address) => ({ ...address, interfaceId: nic.id })),
  );
  const addresses: MachineAddress[] = all.map(({ interfaceId, privateAddress, primary }) => ({
    interfaceId,
    privateAddress,
    primary,
  }));
  const main = all.find(({ primary }) => primary);
  // A second configuration of the primary interface may carry the public address.
  const publicAddress = all
    .filter(({ interfaceId }) => interfaceId === main?.interfaceId)
    .toSorted((one, other) => Number(other.primary) - Number(one.primary))
    .map(({ publicAddressId }) => publicAddresses.get(publicAddressId?.toLowerCase() ?? ''))
    .find((address) => address !== undefined);
  return {
    id: azureId.toLowerCase(),
    azureId,
    name,
    subscription,
    resourceGroup: asWritten(resourceGroup, nics[0]?.id),
    region: nics[0]?.location ?? '',
    addresses,
    ...(publicAddress !== undefined && { publicAddress }),
    jitPorts,
  };
}

/** Interfaces often name their machine's group in capitals. People know it as its own resources spell it. */
function asWritten(resourceGroup: string, interfaceId: string | undefined): string {
  const [, , , own] = interfaceId?.split('/').filter((segment) => segment !== '') ?? [];
  return own !== undefined && same(own, resourceGroup) ? own : resourceGroup;
}
