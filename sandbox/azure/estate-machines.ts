// The machines of the example estate, with what JIT has for them.
import type { MachineRow } from './estate-builder.ts';
import { dev, prod, trial } from './estate-places.ts';
import type { PolicyPort } from './world.ts';

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

const winRm = [jitPort(5985), jitPort(5986)];
const old = { family: 'SecurityCenter', denyPriority: 1000 } as const;

/** The rows of the machines; a comment says what is special of one. */
export const machines: readonly MachineRow[] = [
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
