// The example estate: sixteen machines in three subscriptions, each there for one way a real estate surprises a bot.
import { buildEstate, type MachineRow, type NetworkRow, type NsgRow } from './estate-builder.ts';
import { exampleGroups, examplePeople } from './groups.ts';
import type { Estate, PolicyPort, Rule } from './world.ts';

/** Subscription "Production". */
export const production = '5f3c1a7e-2b64-4d09-9c1e-8a6f0d2b7c41';
/** Subscription "Development". */
export const development = 'c94b8d20-7e15-4f3a-b6d8-13e5a90f4c72';

/** Subscription "Sandbox", where the plan of Defender for Servers is off. */
export const sandbox = '3d7a90c4-51be-4e6f-8c27-b90f6a1e5d38';

const prod = (group: string, region = 'westeurope') => ({ subscription: production, group, region });
const dev = (group: string, region = 'westeurope') => ({ subscription: development, group, region });
const trial = (group: string, region = 'westeurope') => ({ subscription: sandbox, group, region });

const jitPort = (
  number: number,
  longest = 'PT3H',
  sources: string | readonly string[] = '*',
): PolicyPort => ({
  number,
  protocol: number === 22 ? 'TCP' : '*',
  ...(typeof sources === 'string'
    ? { allowedSourceAddressPrefix: sources }
    : { allowedSourceAddressPrefixes: [...sources] }),
  maxRequestAccessDuration: longest,
});

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

const nsgs: readonly NsgRow[] = [
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

const networks: readonly NetworkRow[] = [
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

const winRm = [jitPort(5985), jitPort(5986)];
const old = { family: 'SecurityCenter', denyPriority: 1000 } as const;

const machines: readonly MachineRow[] = [
  {
    ...prod('rg-web-prod'),
    name: 'web-01',
    system: 'Windows',
    tags: { env: 'prod', team: 'web' },
    privateAddress: '10.20.1.4',
    publicAddress: '198.51.100.21',
    subnet: 'snet-web',
    nsg: 'nsg-web-01',
    jit: { policy: 'default', ports: [jitPort(3389), ...winRm] },
  },
  {
    // Priority 100 is taken, and its rules use the plural fields.
    ...prod('rg-web-prod'),
    name: 'web-02',
    system: 'Windows',
    tags: { env: 'prod', team: 'web' },
    privateAddress: '10.20.1.5',
    publicAddress: '198.51.100.22',
    subnet: 'snet-web',
    nsg: 'nsg-web-02',
    jitStyle: { plural: true },
    jit: { policy: 'default', ports: [jitPort(3389), ...winRm] },
  },
  {
    // The only NSG is its subnet's.
    ...prod('rg-data-prod', 'northeurope'),
    name: 'db-2',
    system: 'Linux',
    tags: { env: 'prod', team: 'data' },
    privateAddress: '10.30.1.4',
    publicAddress: '198.51.100.31',
    subnet: 'snet-db',
    jit: { policy: 'default', ports: [jitPort(22)] },
  },
  {
    // Only from the office network and one partner address.
    ...prod('rg-data-prod'),
    name: 'prod-sql-1',
    system: 'Windows',
    tags: { env: 'prod', team: 'data', 'data-class': 'customer' },
    privateAddress: '10.20.2.4',
    publicAddress: '198.51.100.32',
    subnet: 'snet-data',
    nsg: 'nsg-prod-sql-1',
    jit: {
      policy: 'default',
      ports: [
        jitPort(1433, 'PT2H', ['203.0.113.0/24', '192.0.2.17']),
        jitPort(3389, 'PT1H', ['203.0.113.0/24']),
      ],
    },
  },
  {
    // NSG on the interface and on the subnet. The subnet always lets port 22 through; the interface only with JIT's rule.
    ...prod('rg-app-prod'),
    name: 'app-01',
    system: 'Linux',
    tags: { env: 'prod', team: 'app' },
    privateAddress: '10.20.3.4',
    publicAddress: '198.51.100.41',
    subnet: 'snet-app',
    nsg: 'nsg-app-01',
    jitStyle: { denyPriority: 1000, plural: true },
    jit: { policy: 'default', ports: [jitPort(22)] },
  },
  {
    // The shortest maximum, in a second policy of the same group and region.
    ...prod('rg-app-prod'),
    name: 'pay-01',
    system: 'Linux',
    tags: { env: 'prod', team: 'payments', pci: 'true' },
    privateAddress: '10.20.5.5',
    publicAddress: '198.51.100.42',
    subnet: 'snet-ops',
    nsg: 'nsg-pay-01',
    // At every level, something that no SDK knows.
    jit: {
      policy: 'payments',
      ports: [{ ...jitPort(22, 'PT15M'), reviewedBy: 'pci-board' }],
      more: { onboardedBy: 'portal' },
      policyMore: { auditProfile: { level: 'strict', since: '2025-11-03T08:15:00.1234567Z' } },
    },
  },
  {
    // Shares its name with a machine in Development.
    ...prod('rg-jump-prod'),
    name: 'jump-01',
    system: 'Windows',
    tags: { env: 'prod', team: 'platform' },
    privateAddress: '10.20.5.4',
    publicAddress: '198.51.100.51',
    subnet: 'snet-ops',
    nsg: 'nsg-jump-01',
    jit: { policy: 'default', ports: [jitPort(3389, 'PT8H')] },
  },
  {
    // JIT is on, and an older Allow rule keeps 3389 open to the world all the same.
    ...prod('rg-legacy', 'northeurope'),
    name: 'legacy-01',
    system: 'Windows',
    tags: { Env: 'PROD', team: 'web' },
    privateAddress: '10.30.2.4',
    publicAddress: '198.51.100.61',
    subnet: 'snet-legacy',
    nsg: 'nsg-legacy-01',
    jitStyle: old,
    jit: { policy: 'default', ports: [jitPort(3389)] },
  },
  {
    // JIT's rule comes on the interface, and the subnet still says no.
    ...prod('rg-vault-prod'),
    name: 'vault-01',
    system: 'Linux',
    tags: { env: 'prod', team: 'security' },
    privateAddress: '10.20.4.4',
    publicAddress: '198.51.100.71',
    subnet: 'snet-vault',
    nsg: 'nsg-vault-01',
    jit: { policy: 'default', ports: [jitPort(22)] },
  },
  {
    // Its policy is not called "default", and its rules have the old names.
    ...prod('rg-ops-prod'),
    name: 'ops-01',
    system: 'Windows',
    tags: { env: 'prod', team: 'platform' },
    privateAddress: '10.20.5.6',
    publicAddress: '198.51.100.81',
    subnet: 'snet-ops',
    nsg: 'nsg-ops-01',
    jitStyle: old,
    jit: { policy: 'jit-operations', ports: [jitPort(3389, 'PT4H'), jitPort(22, 'PT4H')] },
  },
  {
    ...dev('rg-tools-dev'),
    name: 'jump-01',
    system: 'Windows',
    tags: { env: 'dev', team: 'platform' },
    privateAddress: '10.40.1.4',
    publicAddress: '198.51.100.101',
    subnet: 'snet-tools',
    jit: { policy: 'default', ports: [jitPort(3389)] },
  },
  {
    // No public address, no tags, and the longest maximum.
    ...dev('rg-batch-dev'),
    name: 'batch-01',
    system: 'Linux',
    privateAddress: '10.40.1.5',
    subnet: 'snet-tools',
    jit: { policy: 'default', ports: [jitPort(22, 'PT24H')] },
  },
  {
    // A service's port beside the shell's, with a maximum written in days.
    ...dev('rg-batch-dev', 'westeurope'),
    name: 'lab-01',
    system: 'Linux',
    tags: { env: 'dev', team: 'data' },
    privateAddress: '10.40.1.6',
    publicAddress: '198.51.100.103',
    subnet: 'snet-tools',
    jit: { policy: 'default', ports: [jitPort(22), jitPort(8443, 'P1D')] },
  },
  {
    // No JIT policy lists it.
    ...dev('rg-build-dev'),
    name: 'build-01',
    system: 'Linux',
    tags: { env: 'dev', team: 'platform' },
    privateAddress: '10.40.2.4',
    publicAddress: '198.51.100.102',
    subnet: 'snet-build',
  },
  {
    // JIT cannot be turned on before the plan of its subscription is.
    ...trial('rg-demo'),
    name: 'demo-01',
    system: 'Linux',
    tags: { env: 'demo', team: 'platform' },
    privateAddress: '10.50.1.4',
    publicAddress: '198.51.100.111',
    subnet: 'snet-demo',
    nsg: 'nsg-demo-01',
  },
  {
    // No NSG anywhere, and no public address: JIT has nothing to write to.
    ...trial('rg-demo'),
    name: 'demo-02',
    system: 'Windows',
    tags: { env: 'demo', team: 'platform' },
    privateAddress: '10.50.1.5',
    subnet: 'snet-demo',
  },
];

/** The example estate, made anew at every call: a simulator changes its copy. */
export const exampleEstate = (): Estate =>
  structuredClone(
    buildEstate({
      subscriptions: [
        { id: production, name: 'Production' },
        { id: development, name: 'Development' },
        { id: sandbox, name: 'Sandbox' },
      ],
      plans: { [sandbox]: { pricingTier: 'Free' } },
      nsgs,
      networks,
      machines,
      people: examplePeople,
      groups: exampleGroups,
    }),
  );
