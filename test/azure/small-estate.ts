// An estate of a test's own: machines with an NSG on the interface, on the subnet, on both and on neither.
import { buildEstate, type MachineRow } from '../../sandbox/azure/estate-builder.ts';
import type { Estate } from '../../sandbox/azure/world.ts';

export const subscription = { id: '0e57a7e0-0000-4000-8000-000000000001', name: 'Estate' };
const place = { subscription: subscription.id, group: 'rg-Estate', region: 'westeurope' };
const providers = `/subscriptions/${subscription.id}/resourceGroups/${place.group}/providers`;

export const machineId = (name: string) => `${providers}/Microsoft.Compute/virtualMachines/${name}`;
export const nsgId = (name: string) => `${providers}/Microsoft.Network/networkSecurityGroups/${name}`;
export const subnetId = (name: string) =>
  `${providers}/Microsoft.Network/virtualNetworks/vnet/subnets/${name}`;
export const policyId = `${providers}/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`;
export const rdp = {
  number: 3389,
  protocol: '*',
  allowedSourceAddressPrefix: '*',
  maxRequestAccessDuration: 'PT3H',
} as const;

const row = (name: string, address: string, more: Partial<MachineRow>): MachineRow => ({
  ...place,
  name,
  system: 'Windows',
  privateAddress: address,
  subnet: 'bare',
  ...more,
});

/** @param more further machines @returns eight machines and a policy that also lists one that is gone */
export function smallEstate(more: readonly MachineRow[] = []): Estate {
  const estate = buildEstate({
    subscriptions: [subscription],
    nsgs: [
      { ...place, name: 'nsg-nic', rules: [] },
      { ...place, name: 'nsg-subnet', rules: [] },
      { ...place, name: 'nsg-spare', rules: [] },
    ],
    networks: [
      {
        ...place,
        name: 'vnet',
        prefix: '10.1.0.0/16',
        subnets: [
          { name: 'bare', prefix: '10.1.1.0/24' },
          { name: 'guarded', prefix: '10.1.2.0/24', nsg: 'nsg-subnet' },
        ],
      },
    ],
    machines: [
      row('on-nic', '10.1.1.4', {
        nsg: 'nsg-nic',
        publicAddress: '198.51.100.4',
        jit: { policy: 'default', ports: [rdp] },
      }),
      row('on-subnet', '10.1.2.4', { subnet: 'guarded', system: 'Linux' }),
      row('on-both', '10.1.2.5', { subnet: 'guarded', nsg: 'nsg-nic' }),
      row('on-none', '10.1.1.5', {}),
      ...[6, 7, 8, 9].map((at) => row(`more-${at}`, `10.1.1.${at}`, { nsg: 'nsg-nic' })),
      ...more,
    ],
  });
  estate.policies[0]?.machines.push({ id: machineId('gone'), ports: [rdp] });
  return estate;
}
