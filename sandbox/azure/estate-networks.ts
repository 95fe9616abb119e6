// The networks and NSGs of the example estate, with the rules that people wrote.
import type { NetworkRow, NsgRow } from './estate-builder.ts';
import { dev, prod, trial } from './estate-places.ts';
import type { Rule } from './world.ts';

const inbound = (
  rule: Pick<Rule, 'name' | 'priority' | 'access' | 'destinationPorts'> & Partial<Rule>,
): Rule => ({
  direction: 'Inbound',
  protocol: 'Tcp',
  sources: ['*'],
  destinations: ['*'],
  plural: false,
  ...rule,
});

const web = inbound({
  name: 'Allow-Web',
  priority: 200,
  access: 'Allow',
  sources: ['Internet'],
  destinationPorts: ['80', '443'],
  plural: true,
});
const healthProbe = inbound({
  name: 'Allow-HealthProbe',
  priority: 100,
  access: 'Allow',
  sources: ['AzureLoadBalancer'],
  destinationPorts: ['8080'],
});
const noSmtp: Rule = {
  ...inbound({ name: 'Deny-Smtp', priority: 100, access: 'Deny', destinationPorts: ['25'] }),
  direction: 'Outbound',
};
const oldRemoteDesktop = inbound({
  name: 'default-allow-rdp',
  priority: 300,
  access: 'Allow',
  destinationPorts: ['3389'],
});
const appTraffic = inbound({
  name: 'Allow-App-Subnet',
  priority: 200,
  access: 'Allow',
  protocol: '*',
  destinationPorts: ['22', '8080-8090'],
  plural: true,
});
const noManagement = inbound({
  name: 'Deny-Management-Ports',
  priority: 150,
  access: 'Deny',
  protocol: '*',
  destinationPorts: ['22', '3389', '5985-5986'],
  plural: true,
});
const officeShell = inbound({
  name: 'Allow-SSH-Office',
  priority: 310,
  access: 'Allow',
  sources: ['203.0.113.0/24'],
  destinations: ['10.40.2.4'],
  destinationPorts: ['22'],
});

/** The rows of the NSGs. JIT’s rules come on top. */
export const nsgs: readonly NsgRow[] = [
  { ...prod('rg-web-prod'), name: 'nsg-web-01', rules: [web, noSmtp] },
  { ...prod('rg-web-prod'), name: 'nsg-web-02', rules: [healthProbe, web] },
  { ...prod('rg-data-prod'), name: 'nsg-prod-sql-1', rules: [] },
  { ...prod('rg-app-prod'), name: 'nsg-app-01', rules: [] },
  { ...prod('rg-app-prod'), name: 'nsg-pay-01', rules: [] },
  { ...prod('rg-network-prod'), name: 'nsg-snet-app', rules: [appTraffic] },
  { ...prod('rg-network-prod'), name: 'nsg-snet-vault', rules: [noManagement] },
  { ...prod('rg-network-prod', 'northeurope'), name: 'nsg-snet-db', rules: [] },
  { ...prod('rg-jump-prod'), name: 'nsg-jump-01', rules: [] },
  { ...prod('rg-legacy', 'northeurope'), name: 'nsg-legacy-01', rules: [oldRemoteDesktop] },
  { ...prod('rg-vault-prod'), name: 'nsg-vault-01', rules: [] },
  { ...prod('rg-ops-prod'), name: 'nsg-ops-01', rules: [] },
  { ...dev('rg-network-dev'), name: 'nsg-snet-tools', rules: [] },
  { ...dev('rg-network-dev'), name: 'nsg-snet-build', rules: [officeShell] },
  { ...trial('rg-demo'), name: 'nsg-demo-01', rules: [web] },
];

/** The rows of the virtual networks. */
export const networks: readonly NetworkRow[] = [
  {
    ...prod('rg-network-prod'),
    name: 'vnet-prod-weu',
    prefix: '10.20.0.0/16',
    subnets: [
      { name: 'snet-web', prefix: '10.20.1.0/24' },
      { name: 'snet-data', prefix: '10.20.2.0/24' },
      { name: 'snet-app', prefix: '10.20.3.0/24', nsg: 'nsg-snet-app' },
      { name: 'snet-vault', prefix: '10.20.4.0/24', nsg: 'nsg-snet-vault' },
      { name: 'snet-ops', prefix: '10.20.5.0/24' },
    ],
  },
  {
    ...prod('rg-network-prod', 'northeurope'),
    name: 'vnet-prod-neu',
    prefix: '10.30.0.0/16',
    subnets: [
      { name: 'snet-db', prefix: '10.30.1.0/24', nsg: 'nsg-snet-db' },
      { name: 'snet-legacy', prefix: '10.30.2.0/24' },
    ],
  },
  {
    ...dev('rg-network-dev'),
    name: 'vnet-dev-weu',
    prefix: '10.40.0.0/16',
    subnets: [
      { name: 'snet-tools', prefix: '10.40.1.0/24', nsg: 'nsg-snet-tools' },
      { name: 'snet-build', prefix: '10.40.2.0/24', nsg: 'nsg-snet-build' },
    ],
  },
  {
    ...trial('rg-demo'),
    name: 'vnet-demo-weu',
    prefix: '10.50.0.0/16',
    subnets: [{ name: 'snet-demo', prefix: '10.50.1.0/24' }],
  },
];
