// NSG rules: Azure's default ones, JIT's names, and finding a free priority.
import { nsgWithId, subnetOf } from './lookups.ts';
import { draw, drawHex } from './random.ts';
import type { Nsg, Rule, SimulatedMachine, World } from './world.ts';

const defaultRule = (
  name: string,
  priority: number,
  direction: Rule['direction'],
  access: Rule['access'],
  source: string,
  destination: string,
): Rule => ({
  name,
  priority,
  direction,
  access,
  protocol: '*',
  sources: [source],
  destinations: [destination],
  destinationPorts: ['*'],
  plural: false,
});

/** The six rules every NSG has, with Azure's names and priorities. */
export const defaultRules: readonly Rule[] = [
  defaultRule('AllowVnetInBound', 65_000, 'Inbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  defaultRule('AllowAzureLoadBalancerInBound', 65_001, 'Inbound', 'Allow', 'AzureLoadBalancer', '*'),
  defaultRule('DenyAllInBound', 65_500, 'Inbound', 'Deny', '*', '*'),
  defaultRule('AllowVnetOutBound', 65_000, 'Outbound', 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
  defaultRule('AllowInternetOutBound', 65_001, 'Outbound', 'Allow', '*', 'Internet'),
  defaultRule('DenyAllOutBound', 65_500, 'Outbound', 'Deny', '*', '*'),
];

/** Custom rules in the order Azure evaluates them. */
export const inPriorityOrder = (rules: readonly Rule[]): readonly Rule[] =>
  rules.toSorted((left, right) => left.priority - right.priority);

/** First unused inbound priority from `first` on, upwards or downwards: Azure allows each only once per direction. */
export const freePriority = (nsg: Nsg, first: number, step: 1 | -1): number => {
  const used = new Set(nsg.rules.filter((rule) => rule.direction === 'Inbound').map((rule) => rule.priority));
  let priority = first;
  while (used.has(priority)) priority += step;
  return priority;
};

/** A JIT rule's name: `-` separates in Allow rules, `_` in Deny rules, after a signed integer and 32 hex digits. */
export const jitRuleName = (world: World, machine: SimulatedMachine, access: Rule['access']): string => {
  const mark = access === 'Allow' ? '-' : '_';
  return `${machine.jitStyle.family}-JITRule${mark}${draw(world) | 0}${mark}${drawHex(world, 32)}`;
};

/**
 * The NSG that JIT writes to for a machine: the interface's if it has one, else its subnet's. A guess: Azure does not
 * document it. `undefined`: the machine has neither.
 */
export const jitNsgOf = (world: World, machine: SimulatedMachine): Nsg | undefined => {
  const subnet = subnetOf(world, machine);
  const nsgId = machine.interface.nsgId ?? subnet?.nsgId;
  return nsgId === undefined ? undefined : nsgWithId(world, nsgId);
};
