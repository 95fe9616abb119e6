// Short ways to write NSG rules, for tests of the rules.
import type { AddressFilters, NsgRule } from '../../../src/domain/nsg/rule.ts';

type Rest = Partial<Omit<NsgRule, 'name' | 'priority' | 'access'>>;

const rule = (access: NsgRule['access'], priority: number, name: string, rest: Rest): NsgRule => ({
  name,
  nsg: 'nsg-web',
  priority,
  direction: 'Inbound',
  access,
  protocol: '*',
  sources: ['*'],
  destinations: ['*'],
  destinationPorts: ['*'],
  sourcePorts: ['*'],
  usesApplicationGroups: false,
  ...rest,
});

/** An inbound rule that lets everything in, but for `rest`. */
export const allow = (priority: number, name: string, rest: Rest = {}): NsgRule =>
  rule('Allow', priority, name, rest);

/** An inbound rule that lets nothing in, but for `rest`. */
export const deny = (priority: number, name: string, rest: Rest = {}): NsgRule =>
  rule('Deny', priority, name, rest);

/** The three inbound rules Azure puts into every NSG. */
export const azureDefaults: readonly NsgRule[] = [
  allow(65000, 'AllowVnetInBound', { sources: ['VirtualNetwork'], destinations: ['VirtualNetwork'] }),
  allow(65001, 'AllowAzureLoadBalancerInBound', { sources: ['AzureLoadBalancer'] }),
  deny(65500, 'DenyAllInBound'),
];

export const JIT_ALLOW = 'MicrosoftDefenderForCloud-JITRule-1043312891-0123456789ABCDEF0123456789ABCDEF';
export const JIT_DENY = 'MicrosoftDefenderForCloud-JITRule_-1043312891_0123456789ABCDEF0123456789ABCDEF';

/** What JIT puts in for port 3389 of 10.0.0.4: its Allow for 203.0.113.7 and its Deny. */
export const jitAllow: NsgRule = allow(100, JIT_ALLOW, {
  sources: ['203.0.113.7'],
  destinations: ['10.0.0.4'],
  destinationPorts: ['3389'],
});
export const jitDeny: NsgRule = deny(4096, JIT_DENY, {
  destinations: ['10.0.0.4'],
  destinationPorts: ['3389', '22'],
});

/** The filters of one address, 10.0.0.4 and primary without NSGs, but for `rest`. */
export const filters = (rest: Partial<AddressFilters>): AddressFilters => ({
  privateAddress: '10.0.0.4',
  primary: true,
  onInterface: undefined,
  onSubnet: undefined,
  ...rest,
});
