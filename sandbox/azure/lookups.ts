// Finds what is in the world by id without searching all of it: an estate may hold 100,000 machines.
import { partsOf } from './ids.ts';
import type { Network, Nsg, Policy, SimulatedMachine, World } from './world.ts';

type Subnet = Network['subnets'][number];

/**
 * Makes a lookup of a list's items by a key. The grouping is remembered for as long as the list lives, and made anew when
 * it is longer or shorter: a list whose items change their keys must be replaced by another.
 */
export const lookup = <Item>(keyOf: (item: Item) => string) => {
  const remembered = new WeakMap<readonly Item[], { length: number; groups: Map<string, Item[]> }>();
  /** The items of this key, in their order. */
  return (items: readonly Item[], key: string): readonly Item[] => {
    const known = remembered.get(items);
    if (known?.length === items.length) return known.groups.get(key) ?? [];
    const groups = Map.groupBy(items, keyOf);
    remembered.set(items, { length: items.length, groups });
    return groups.get(key) ?? [];
  };
};

/** The same by the subscription in an ARM id. */
export const lookupBySubscription = <Item>(idOf: (item: Item) => string) => {
  const found = lookup<Item>((item) => partsOf(idOf(item)).subscription.toLowerCase());
  return (items: readonly Item[], subscription: string) => found(items, subscription.toLowerCase());
};

/** The same by ARM id, without regard to case. */
const lookupById = <Item extends { readonly id: string }>() => {
  const found = lookup<Item>(({ id }) => id.toLowerCase());
  return (items: readonly Item[], id: string) => found(items, id.toLowerCase());
};

const machinesById = lookupById<SimulatedMachine>();
const nsgsById = lookupById<Nsg>();
const policiesById = lookupById<Policy>();
const subnetsById = lookupById<Subnet>();
const machinesByNsg = lookup<SimulatedMachine>(({ interface: { nsgId } }) => nsgId ?? '');
const machinesByAddress = lookup<SimulatedMachine>(
  ({ interface: { publicAddressId } }) => publicAddressId?.toLowerCase() ?? '',
);
const subnetsByNsg = lookup<Subnet>(({ nsgId }) => nsgId ?? '');

const subnets = new WeakMap<readonly Network[], readonly Subnet[]>();
const subnetsIn = ({ networks }: World): readonly Subnet[] => {
  const all = subnets.get(networks) ?? networks.flatMap((network) => network.subnets);
  subnets.set(networks, all);
  return all;
};

export const machineOf = (world: World, id: string): SimulatedMachine | undefined =>
  machinesById(world.machines, id)[0];

export const nsgWithId = (world: World, id: string): Nsg | undefined => nsgsById(world.nsgs, id)[0];

export const policyWithId = (world: World, id: string): Policy | undefined =>
  policiesById(world.policies, id)[0];

/** The machines whose interface an NSG stands before. */
export const machinesBehind = (world: World, nsg: Nsg): readonly SimulatedMachine[] =>
  machinesByNsg(world.machines, nsg.id);

/** The machine that has a public address. */
export const holderOf = (world: World, publicAddressId: string): SimulatedMachine | undefined =>
  machinesByAddress(world.machines, publicAddressId.toLowerCase())[0];

/** The subnet that a machine's interface is in. */
export const subnetOf = (world: World, machine: SimulatedMachine): Subnet | undefined =>
  subnetsById(subnetsIn(world), machine.interface.subnetId)[0];

/** The subnets that an NSG stands before. */
export const subnetsBehind = (world: World, nsg: Nsg): readonly Subnet[] =>
  subnetsByNsg(subnetsIn(world), nsg.id);

type Entry = Policy['machines'][number];
interface Entries {
  readonly of: readonly Policy['machines'][];
  readonly groups: ReadonlyMap<string, readonly Entry[]>;
}
const entries = new WeakMap<readonly Policy[], Entries>();

/** What policies say of a machine, in their order; a machine can have several entries. */
export const entriesOf = (policies: readonly Policy[], machineId: string): readonly Entry[] => {
  let known = entries.get(policies);
  // A policy that is put gets another list of machines.
  const isSame = (lists: Entries['of']) =>
    lists.length === policies.length && policies.every(({ machines }, at) => machines === lists[at]);
  if (known === undefined || !isSame(known.of)) {
    const of = policies.map(({ machines }) => machines);
    known = { of, groups: Map.groupBy(of.flat(), ({ id }) => id.toLowerCase()) };
    entries.set(policies, known);
  }
  return known.groups.get(machineId.toLowerCase()) ?? [];
};
