// Turns JIT policies into the Deny rules that stand while nobody has access.
import { sameId } from './ids.ts';
import { freePriority, jitNsgOf, jitRuleName } from './rules.ts';
import type { SimulatedMachine, World } from './world.ts';

const portsUnderJit = (world: World, machine: SimulatedMachine): readonly string[] => {
  const numbers = world.policies
    .flatMap((policy) => policy.machines)
    .filter((covered) => sameId(covered.id, machine.id))
    .flatMap((covered) => covered.ports.map((port) => port.number));
  return [...new Set(numbers)].toSorted((left, right) => left - right).map(String);
};

const protectMachine = (world: World, machine: SimulatedMachine): void => {
  const nsg = jitNsgOf(world, machine);
  if (nsg === undefined) return;
  const owner = machine.id.toLowerCase();
  const standing = nsg.rules.find((rule) => rule.access === 'Deny' && rule.jitFor === owner);
  const ports = portsUnderJit(world, machine);
  if ((standing?.destinationPorts ?? []).join() === ports.join()) return;
  nsg.rules = nsg.rules.filter((rule) => rule !== standing);
  if (ports.length === 0) return;
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
};

/** Adds, changes and removes Deny rules until they say what the policies say. Allow rules stay as they are. */
export const protect = (world: World): void => {
  for (const machine of world.machines) protectMachine(world, machine);
};
