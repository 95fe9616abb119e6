// The whole simulated world for a person to look at: machines, NSGs in evaluation order, JIT requests, faults.
import type { ActiveFault } from './faults.ts';
import { partsOf, sameId } from './ids.ts';
import { entriesOf, lookup, machinesBehind, subnetOf, subnetsBehind } from './lookups.ts';
import { requestWire } from './policy-wire.ts';
import { defaultRules, inPriorityOrder } from './rules.ts';
import type { Nsg, PublicAddress, Rule, SimulatedMachine, World } from './world.ts';

const originOf = (rule: Rule): 'jit' | 'custom' | 'default' => {
  if (rule.priority >= 65_000) return 'default';
  return rule.jitFor === undefined ? 'custom' : 'jit';
};

const addressOf = lookup<PublicAddress>(({ id }) => id);

const machinePicture = (world: World, machine: SimulatedMachine) => {
  const { subscription, group, name } = partsOf(machine.id);
  const subnet = subnetOf(world, machine);
  const nsgName = (id: string | undefined) => (id === undefined ? undefined : partsOf(id).name);
  return {
    id: machine.id,
    name,
    subscription: world.subscriptions.find((candidate) => sameId(candidate.id, subscription))?.name,
    resourceGroup: group,
    region: machine.region,
    system: machine.system,
    tags: machine.tags,
    privateAddress: machine.interface.privateAddress,
    publicAddress: addressOf(world.publicAddresses, machine.interface.publicAddressId ?? '')[0]?.address,
    interfaceNsg: nsgName(machine.interface.nsgId),
    subnetNsg: nsgName(subnet?.nsgId),
    jitPorts: entriesOf(world.policies, machine.id).flatMap((covered) => covered.ports),
    quirk: world.quirks[machine.id.toLowerCase()],
  };
};

const nsgPicture = (world: World, nsg: Nsg) => ({
  id: nsg.id,
  name: partsOf(nsg.id).name,
  guards: [
    ...machinesBehind(world, nsg).map((machine) => `interface of ${partsOf(machine.id).name}`),
    ...subnetsBehind(world, nsg).map((subnet) => `subnet ${partsOf(subnet.id).name}`),
  ],
  rules: inPriorityOrder([...nsg.rules, ...defaultRules]).map(({ jitFor, plural, ...rule }) => ({
    ...rule,
    origin: originOf({ ...rule, jitFor, plural }),
    ...(jitFor === undefined ? {} : { machine: partsOf(jitFor).name }),
  })),
});

const requestPictures = (world: World, now: number) =>
  world.initiations.flatMap((initiation) => {
    const wire = requestWire(initiation, now);
    return initiation.machines.flatMap((machine, machineIndex) =>
      machine.ports.map((grant, portIndex) => ({
        machine: partsOf(machine.id).name,
        machineId: machine.id,
        port: grant.number,
        source: grant.source,
        startedAt: initiation.startedAt,
        endsAt: grant.endsAt,
        justification: initiation.justification,
        status: wire.virtualMachines[machineIndex]?.ports[portIndex]?.status,
        rule: grant.rule,
      })),
    );
  });

/** What `GET /_sandbox/state` answers. Times in milliseconds since 1970; rules in the order Azure evaluates them. */
export const picture = (world: World, faults: readonly ActiveFault[], now: number) => ({
  now,
  subscriptions: world.subscriptions,
  machines: world.machines.map((machine) => machinePicture(world, machine)),
  nsgs: world.nsgs.map((nsg) => nsgPicture(world, nsg)),
  requests: requestPictures(world, now),
  groups: world.groups,
  faults,
});

export type Picture = ReturnType<typeof picture>;
