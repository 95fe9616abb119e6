// Microsoft.Network resources as Azure writes them. References to others' ids are spelled differently from those resources' own ids.
import { etagOf } from './etag.ts';
import { partsOf, shouted } from './ids.ts';
import { holderOf, machinesBehind, subnetsBehind } from './lookups.ts';
import { defaultRules } from './rules.ts';
import type { Network, Nsg, PublicAddress, Rule, SimulatedMachine, World } from './world.ts';

const reference = (id: string | undefined) => (id === undefined ? undefined : { id: shouted(id) });

/** One or many values in the field Azure would use, the other field empty or missing. */
const oneOrMany = (one: string, many: string, values: readonly string[], plural: boolean) =>
  plural || values.length > 1 ? { [many]: values } : { [one]: values[0], [many]: [] };

/** One rule, as inside its NSG and on its own. */
export const ruleWire = (
  nsg: Nsg,
  kind: 'securityRules' | 'defaultSecurityRules',
  rule: Rule,
  etag = etagOf(nsg),
) => ({
  name: rule.name,
  id: `${nsg.id}/${kind}/${rule.name}`,
  etag,
  type: `Microsoft.Network/networkSecurityGroups/${kind}`,
  properties: {
    provisioningState: 'Succeeded',
    protocol: rule.protocol,
    sourcePortRange: '*',
    sourcePortRanges: [],
    ...oneOrMany('sourceAddressPrefix', 'sourceAddressPrefixes', rule.sources, rule.plural),
    ...oneOrMany('destinationAddressPrefix', 'destinationAddressPrefixes', rule.destinations, rule.plural),
    ...oneOrMany('destinationPortRange', 'destinationPortRanges', rule.destinationPorts, rule.plural),
    access: rule.access,
    priority: rule.priority,
    direction: rule.direction,
  },
});

/** An NSG, with custom and default rules and what it is attached to. */
export const nsgWire = (world: World, nsg: Nsg) => {
  // Worked out once: it is made from all of the rules.
  const etag = etagOf(nsg);
  return {
    name: partsOf(nsg.id).name,
    id: nsg.id,
    etag,
    type: 'Microsoft.Network/networkSecurityGroups',
    location: nsg.region,
    properties: {
      provisioningState: 'Succeeded',
      securityRules: nsg.rules.map((rule) => ruleWire(nsg, 'securityRules', rule, etag)),
      defaultSecurityRules: defaultRules.map((rule) => ruleWire(nsg, 'defaultSecurityRules', rule, etag)),
      networkInterfaces: machinesBehind(world, nsg).map((machine) => reference(machine.interface.id)),
      subnets: subnetsBehind(world, nsg).map((subnet) => reference(subnet.id)),
    },
  };
};

/** The network interface of a machine. */
export const interfaceWire = (machine: SimulatedMachine) => ({
  name: partsOf(machine.interface.id).name,
  id: machine.interface.id,
  type: 'Microsoft.Network/networkInterfaces',
  location: machine.region,
  properties: {
    provisioningState: 'Succeeded',
    primary: true,
    nicType: 'Standard',
    virtualMachine: reference(machine.id),
    networkSecurityGroup: reference(machine.interface.nsgId),
    ipConfigurations: [
      {
        name: 'ipconfig1',
        id: `${machine.interface.id}/ipConfigurations/ipconfig1`,
        type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
        properties: {
          provisioningState: 'Succeeded',
          primary: true,
          privateIPAddress: machine.interface.privateAddress,
          privateIPAddressVersion: 'IPv4',
          privateIPAllocationMethod: 'Dynamic',
          subnet: reference(machine.interface.subnetId),
          publicIPAddress: reference(machine.interface.publicAddressId),
        },
      },
    ],
  },
});

/** One subnet, as inside its network and on its own. */
export const subnetWire = (subnet: Network['subnets'][number]) => ({
  name: partsOf(subnet.id).name,
  id: subnet.id,
  type: 'Microsoft.Network/virtualNetworks/subnets',
  properties: {
    provisioningState: 'Succeeded',
    addressPrefix: subnet.prefix,
    networkSecurityGroup: reference(subnet.nsgId),
  },
});

/** A virtual network with its subnets inside. */
export const networkWire = (network: Network) => ({
  name: partsOf(network.id).name,
  id: network.id,
  type: 'Microsoft.Network/virtualNetworks',
  location: network.region,
  properties: {
    provisioningState: 'Succeeded',
    addressSpace: { addressPrefixes: [network.prefix] },
    subnets: network.subnets.map(subnetWire),
  },
});

/** A public address and the interface it belongs to. */
export const publicAddressWire = (world: World, publicAddress: PublicAddress) => {
  const holder = holderOf(world, publicAddress.id);
  return {
    name: partsOf(publicAddress.id).name,
    id: publicAddress.id,
    type: 'Microsoft.Network/publicIPAddresses',
    location: publicAddress.region,
    sku: { name: 'Standard', tier: 'Regional' },
    properties: {
      provisioningState: 'Succeeded',
      ipAddress: publicAddress.address,
      publicIPAddressVersion: 'IPv4',
      publicIPAllocationMethod: 'Static',
      ipConfiguration: reference(
        holder === undefined ? undefined : `${holder.interface.id}/ipConfigurations/ipconfig1`,
      ),
    },
  };
};
