// Turns short tables of machines and networks into an estate with full ARM ids, spelled as unevenly as Azure spells them.
import { partsOf, resourceId, shouted } from './ids.ts';
import type { Estate, Group, Policy, PolicyPort, Rule, SimulatedMachine } from './world.ts';

/** A place in Azure: everything in one row lives there. */
export interface Place {
  readonly subscription: string;
  readonly group: string;
  readonly region: string;
}

export interface NetworkRow extends Place {
  readonly name: string;
  readonly prefix: string;
  /** `nsg` names a row of the NSG table. */
  readonly subnets: readonly { name: string; prefix: string; nsg?: string }[];
}

export interface NsgRow extends Place {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export interface MachineRow extends Place {
  readonly name: string;
  readonly system: SimulatedMachine['system'];
  readonly privateAddress: string;
  readonly publicAddress?: string;
  /** Name of a subnet; those are unique in an estate. */
  readonly subnet: string;
  /** Name of the NSG on the interface. */
  readonly nsg?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly jitStyle?: Partial<SimulatedMachine['jitStyle']>;
  /** Absent: no JIT policy lists this machine. */
  readonly jit?: {
    readonly policy: string;
    readonly ports: readonly PolicyPort[];
    /** What else its entry says. */
    readonly more?: Readonly<Record<string, unknown>>;
    /** What else the policy says, whichever of its machines tells it. */
    readonly policyMore?: Readonly<Record<string, unknown>>;
  };
}

/** The tables an estate is made of. NSG and subnet names are unique in it. */
export interface EstateTables {
  readonly subscriptions: Estate['subscriptions'];
  readonly nsgs: readonly NsgRow[];
  readonly networks: readonly NetworkRow[];
  readonly machines: readonly MachineRow[];
  readonly plans?: NonNullable<Estate['plans']>;
  /** Left out: nobody, and no groups. */
  readonly people?: readonly string[];
  readonly groups?: readonly Group[];
}

const idIn = (place: Place, type: string, name: string): string =>
  resourceId(place.subscription, place.group, type, name);

const byName = (ids: readonly string[]): ReadonlyMap<string, string> =>
  new Map(ids.map((id) => [partsOf(id).name, id]));

const policiesOf = (rows: readonly MachineRow[]): Policy[] => {
  const policies = new Map<string, Policy>();
  for (const row of rows) {
    if (row.jit === undefined) continue;
    const type = `Microsoft.Security/locations/${row.region}/jitNetworkAccessPolicies`;
    const id = idIn(row, type, row.jit.policy);
    const policy = policies.get(id) ?? { id, region: row.region, machines: [] };
    const machineId = idIn(row, 'Microsoft.Compute/virtualMachines', row.name);
    // Every second machine of a policy is spelled differently: recorded policies do that.
    const spelled = policy.machines.length % 2 === 0 ? shouted(machineId) : machineId;
    policy.machines.push({ id: spelled, ports: [...row.jit.ports], ...row.jit.more });
    if (row.jit.policyMore !== undefined) policy.more = { ...policy.more, ...row.jit.policyMore };
    policies.set(id, policy);
  }
  return [...policies.values()];
};

/** Builds the estate. @throws Error when a row names an NSG or subnet that is not in the tables. */
export const buildEstate = (tables: EstateTables): Estate => {
  const nsgs = tables.nsgs.map((row) => ({
    id: idIn(row, 'Microsoft.Network/networkSecurityGroups', row.name),
    region: row.region,
    rules: [...row.rules],
  }));
  const nsgIds = byName(nsgs.map(({ id }) => id));
  const named = (id: string | undefined, what: string): string => {
    if (id === undefined) throw new Error(`The estate has no ${what}.`);
    return id;
  };
  const nsgReference = (name: string | undefined): { nsgId?: string } =>
    name === undefined ? {} : { nsgId: named(nsgIds.get(name), `NSG ${name}`) };

  const networks = tables.networks.map((row) => {
    const id = idIn(row, 'Microsoft.Network/virtualNetworks', row.name);
    const subnets = row.subnets.map((subnet) => ({
      id: `${id}/subnets/${subnet.name}`,
      prefix: subnet.prefix,
      ...nsgReference(subnet.nsg),
    }));
    return { id, region: row.region, prefix: row.prefix, subnets };
  });
  const subnetIds = byName(networks.flatMap((network) => network.subnets.map((subnet) => subnet.id)));
  const publicAddressId = (row: MachineRow): string =>
    idIn(row, 'Microsoft.Network/publicIPAddresses', `${row.name}-ip`);

  return {
    subscriptions: [...tables.subscriptions],
    networks,
    nsgs,
    publicAddresses: tables.machines.flatMap((row) =>
      row.publicAddress === undefined
        ? []
        : [{ id: publicAddressId(row), region: row.region, address: row.publicAddress }],
    ),
    machines: tables.machines.map((row) => ({
      id: idIn(row, 'Microsoft.Compute/virtualMachines', row.name),
      region: row.region,
      system: row.system,
      ...(row.tags === undefined ? {} : { tags: { ...row.tags } }),
      interface: {
        id: idIn(row, 'Microsoft.Network/networkInterfaces', `${row.name}-nic`),
        privateAddress: row.privateAddress,
        subnetId: named(subnetIds.get(row.subnet), `subnet ${row.subnet}`),
        ...nsgReference(row.nsg),
        ...(row.publicAddress === undefined ? {} : { publicAddressId: publicAddressId(row) }),
      },
      jitStyle: {
        family: 'MicrosoftDefenderForCloud',
        denyPriority: 4096,
        plural: false,
        ...row.jitStyle,
      },
    })),
    policies: policiesOf(tables.machines),
    ...(tables.plans === undefined ? {} : { plans: { ...tables.plans } }),
    people: [...(tables.people ?? [])],
    groups: [...(tables.groups ?? [])],
  };
};
