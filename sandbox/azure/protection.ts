// Turns JIT policies into the Deny rules that stand while nobody has access: at once, or a while after the PUT.
import { partsOf, sameId } from './ids.ts';
import { entriesOf } from './lookups.ts';
import { freePriority, jitNsgOf, jitRuleName } from './rules.ts';
import type { Nsg, Policy, SandboxEvent, SimulatedMachine, World } from './world.ts';

const portsUnderJit = (world: World, machine: SimulatedMachine): readonly string[] => {
  const numbers = entriesOf(world.policies, machine.id).flatMap((covered) =>
    covered.ports.map((port) => port.number),
  );
  return [...new Set(numbers)].toSorted((left, right) => left - right).map(String);
};

/** @returns the NSG that was changed */
const protectMachine = (world: World, machine: SimulatedMachine): Nsg | undefined => {
  const nsg = jitNsgOf(world, machine);
  if (nsg === undefined) return undefined;
  const owner = machine.id.toLowerCase();
  const standing = nsg.rules.find((rule) => rule.access === 'Deny' && rule.jitFor === owner);
  const ports = portsUnderJit(world, machine);
  if ((standing?.destinationPorts ?? []).join() === ports.join()) return undefined;
  nsg.rules = nsg.rules.filter((rule) => rule !== standing);
  if (ports.length === 0) return nsg;
  nsg.rules.push({
    name: jitRuleName(world, machine, 'Deny'),
    priority: freePriority(nsg, machine.jitStyle.denyPriority, -1),
    direction: 'Inbound',
    access: 'Deny',
    protocol: '*',
    sources: ['*'],
    destinations: [machine.interface.privateAddress],
    destinationPorts: [...ports],
    plural: machine.jitStyle.plural,
    jitFor: owner,
  });
  return nsg;
};

/** Adds, changes and removes Deny rules until they say what the policies say. Allow rules stay as they are. */
export const protect = (world: World): void => {
  for (const machine of world.machines) protectMachine(world, machine);
};

/** From a PUT to the Deny rules, in milliseconds; a machine's quirk goes before it. */
export type ProtectionDelay = number | 'never';

/** What the entries of a machine say, as text; a machine can have several. */
const saidOf = (machines: Policy['machines'], machineId: string): string =>
  JSON.stringify(machines.filter(({ id }) => sameId(id, machineId)).map(({ ports }) => ports));

/**
 * Remembers that the Deny rules of a policy's machines are to follow it from `now` on. A machine whose rule is on its way
 * already, and whose entry is as it was, goes on to wait from when it did.
 */
export const awaitProtection = (
  world: World,
  before: Policy['machines'],
  after: Policy['machines'],
  now: number,
): void => {
  const awaited = world.awaitedDenies ?? [];
  const concerned = new Set([...before, ...after].map(({ id }) => id.toLowerCase()));
  const isOnItsWay = (machineId: string): boolean =>
    awaited.some((one) => one.machineId === machineId) &&
    saidOf(before, machineId) === saidOf(after, machineId);
  const anew = new Set([...concerned].filter((machineId) => !isOnItsWay(machineId)));
  world.awaitedDenies = [
    ...awaited.filter(({ machineId }) => !anew.has(machineId)),
    ...[...anew].map((machineId) => ({ machineId, since: now })),
  ];
};

/** Brings the Deny rules that are due by `now` up to what the policies say. @returns what that changed */
export const protectDue = (world: World, usual: ProtectionDelay, now: number): readonly SandboxEvent[] => {
  const isDue = ({ machineId, since }: { machineId: string; since: number }): boolean => {
    const delay = world.quirks[machineId]?.protectionTakesMs ?? usual;
    return delay !== 'never' && now >= since + delay;
  };
  const awaited = world.awaitedDenies ?? [];
  const due = new Set(awaited.filter(isDue).map(({ machineId }) => machineId));
  if (due.size === 0) return [];
  world.awaitedDenies = awaited.filter(({ machineId }) => !due.has(machineId));
  return world.machines
    .filter(({ id }) => due.has(id.toLowerCase()))
    .flatMap((machine) => {
      const nsg = protectMachine(world, machine);
      if (nsg === undefined) return [];
      const names = { machine: partsOf(machine.id).name, nsg: partsOf(nsg.id).name };
      return [{ kind: 'protection-changed', at: now, ...names }];
    });
};
