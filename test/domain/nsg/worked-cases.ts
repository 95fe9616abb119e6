// What NSGs do to a port, worked out by hand from Azure's documentation: rules in, truth out.
// learn.microsoft.com/azure/virtual-network/network-security-groups-overview and …/network-security-group-how-it-works.
import type { Protocol } from '../../../src/domain/machine.ts';
import type { Standing } from './rule-text.ts';

/**
 * In words: `shut`, `open`, `unknown: why`, `some: 203.0.113.0/24`, `all but 203.0.113.0/24` (a `?` after it: of the others
 * it is not known). The port is 3389 and the protocol TCP unless another is said.
 */
export interface WorkedCase extends Standing {
  readonly title: string;
  readonly port?: number;
  readonly protocol?: Protocol;
  /** The NSGs before a second private address, 10.0.0.9. */
  readonly second?: Standing;
  /** What the public internet can do as things are. */
  readonly world: string;
  /** The same if JIT had given nobody access; left out: the same. */
  readonly withoutGrants?: string;
  /** What private addresses can do; left out: not the point of this case. */
  readonly inside?: string;
  /** Names of the rules that are holes; left out: none. */
  readonly holes?: readonly string[];
  /** What decides for single sources: `in by x, y`, `out by x`, `unknown by x`. */
  readonly decides?: Readonly<Record<string, string>>;
}

const jitDeny = '4096 Deny jit to 10.0.0.4 port 22,3389';
const jitAllow = '100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389';
const rdp = '300 Allow rdp tcp port 3389';
const lock = '150 Deny lock port 22,3389';
const vnet = 'unknown: service tag VirtualNetwork';
const group = 'unknown: application security group';

export const workedCases: Readonly<Record<string, readonly WorkedCase[]>> = {
  'nothing but Azure’s own rules': [
    {
      title: 'no NSG anywhere lets everybody in',
      world: 'open',
      inside: 'open',
      decides: { '203.0.113.7': 'in by nothing' },
    },
    {
      title: 'the default rules shut the world out, and let the virtual network in',
      nic: [],
      world: 'shut',
      inside: vnet,
      decides: { '203.0.113.7': 'out by DenyAllInBound', '10.0.0.9': 'unknown by AllowVnetInBound' },
    },
    { title: 'on the subnet they do the same', subnet: [], world: 'shut', inside: vnet },
    { title: 'on both they do the same', subnet: [], nic: [], world: 'shut', inside: vnet },
    {
      title: 'that the load balancer is let in opens nothing to the world',
      nic: ['200 Allow probe from AzureLoadBalancer port 3389', jitDeny],
      world: 'shut',
      inside: 'shut',
    },
    {
      title: 'nor does its address written as a prefix',
      nic: ['200 Allow probe from 168.63.129.16 port 3389', jitDeny],
      world: 'shut',
      inside: 'shut',
    },
  ],

  'JIT’s Deny rule': [
    {
      title: 'at 4096 shuts out everybody, the virtual network, too',
      nic: [jitDeny],
      world: 'shut',
      inside: 'shut',
      decides: { '203.0.113.7': 'out by jit', '10.0.0.9': 'out by jit' },
    },
    { title: 'at 1000 does', nic: ['1000 Deny jit to 10.0.0.4 port 3389'], world: 'shut', inside: 'shut' },
    { title: 'at 4095 does', nic: ['4095 Deny jit to 10.0.0.4 port 3389'], world: 'shut', inside: 'shut' },
    { title: 'with the old name does', nic: ['1000 Deny old-jit to 10.0.0.4 port 3389'], world: 'shut' },
    { title: 'on the subnet does', subnet: [jitDeny], world: 'shut', inside: 'shut' },
    {
      title: 'counts for each of its ports',
      port: 5986,
      nic: ['1000 Deny jit to 10.0.0.4 port 22,3389,5985-5986', '2000 Allow all'],
      world: 'shut',
    },
    {
      title: 'does not count for a port beside them',
      port: 5987,
      nic: ['1000 Deny jit to 10.0.0.4 port 22,3389,5985-5986', '2000 Allow all'],
      world: 'open',
      holes: ['all'],
    },
    {
      title: 'for another machine of the subnet does not count here',
      subnet: ['1000 Deny jit to 10.0.0.5 port 3389', '2000 Allow all'],
      world: 'open',
      holes: ['all'],
    },
    {
      title: 'of TCP alone leaves UDP to the rule below it',
      protocol: '*',
      nic: ['200 Deny jit tcp to 10.0.0.4 port 3389', '300 Allow all'],
      world: 'open',
      holes: ['all'],
    },
    {
      title: 'of TCP alone is enough where only TCP is asked about',
      nic: ['200 Deny jit tcp to 10.0.0.4 port 3389', '300 Allow all'],
      world: 'shut',
    },
    {
      title: 'missing, the default Deny still shuts the world out',
      nic: ['4096 Deny jit to 10.0.0.4 port 22'],
      world: 'shut',
      inside: vnet,
    },
    {
      title: 'missing, an Allow rule alone is the hole',
      nic: [rdp],
      world: 'open',
      holes: ['rdp'],
    },
  ],

  'JIT’s Allow rule': [
    {
      title: 'lets in its own source, and nobody else',
      nic: [jitAllow, jitDeny],
      world: 'some: 203.0.113.7',
      withoutGrants: 'shut',
      inside: 'shut',
      decides: { '203.0.113.7': 'in by jit', '203.0.113.8': 'out by jit' },
    },
    {
      title: 'with the old names does the same',
      nic: [
        '100 Allow old-jit from 203.0.113.7/32 to 10.0.0.4 port 3389',
        '1000 Deny old-jit to 10.0.0.4 port 3389',
      ],
      world: 'some: 203.0.113.7',
      withoutGrants: 'shut',
    },
    {
      title: 'for two people lets both in',
      nic: [jitAllow, '101 Allow jit from 198.51.100.9 to 10.0.0.4 port 3389', jitDeny],
      world: 'some: 198.51.100.9, 203.0.113.7',
      withoutGrants: 'shut',
    },
    {
      title: 'for a network lets the network in',
      nic: ['100 Allow jit from 203.0.113.0/24 to 10.0.0.4 port 3389', jitDeny],
      world: 'some: 203.0.113.0/24',
      withoutGrants: 'shut',
    },
    {
      title: 'from anywhere, as the portal can make it, is open to the world by a grant',
      nic: ['100 Allow jit to 10.0.0.4 port 3389', jitDeny],
      world: 'open',
      withoutGrants: 'shut',
    },
    {
      title: 'for another port opens nothing here',
      nic: ['100 Allow jit from 203.0.113.7 to 10.0.0.4 port 22', jitDeny],
      world: 'shut',
    },
    {
      title: 'for another machine of the subnet opens nothing here',
      subnet: ['100 Allow jit from 203.0.113.7 to 10.0.0.5 port 3389', jitDeny],
      world: 'shut',
    },
    {
      title: 'under a Deny of somebody’s own opens nothing',
      nic: ['99 Deny lock port 3389', jitAllow, jitDeny],
      world: 'shut',
      decides: { '203.0.113.7': 'out by lock' },
    },
    {
      title: 'on the interface opens nothing behind a subnet that denies',
      subnet: [lock],
      nic: [jitAllow, jitDeny],
      world: 'shut',
      decides: { '203.0.113.7': 'out by lock' },
    },
    {
      title: 'on the interface opens where the subnet lets everybody pass',
      subnet: ['200 Allow app port 22,3389'],
      nic: [jitAllow, jitDeny],
      world: 'some: 203.0.113.7',
      withoutGrants: 'shut',
      decides: { '203.0.113.7': 'in by app, jit', '203.0.113.8': 'out by jit' },
    },
    {
      title: 'inside an older Allow adds nothing to it',
      nic: [jitAllow, '300 Allow office from 203.0.113.0/24 port 3389', jitDeny],
      world: 'some: 203.0.113.0/24',
      holes: ['office'],
    },
  ],

  'an Allow that JIT did not make': [
    {
      title: 'above JIT’s Deny rule keeps the port open to the world',
      nic: [rdp, jitDeny],
      world: 'open',
      inside: 'open',
      holes: ['rdp'],
      decides: { '203.0.113.7': 'in by rdp' },
    },
    { title: 'just above it does, too', nic: ['4095 Allow rdp', jitDeny], world: 'open', holes: ['rdp'] },
    {
      title: 'just below it does not',
      nic: ['1000 Deny jit to 10.0.0.4 port 3389', '1001 Allow rdp port 3389'],
      world: 'shut',
    },
    {
      title: 'is found whatever the order of the list',
      nic: [jitDeny, rdp],
      world: 'open',
      holes: ['rdp'],
    },
    {
      title: 'from the tag Internet opens to the world, and not to private networks',
      nic: ['300 Allow web from Internet port 3389', jitDeny],
      world: 'open',
      inside: 'shut',
      holes: ['web'],
    },
    {
      title: 'from 0.0.0.0/0 opens to all',
      nic: ['300 Allow a from 0.0.0.0/0', jitDeny],
      world: 'open',
      inside: 'open',
      holes: ['a'],
    },
    {
      title: 'from Any opens to all',
      nic: ['300 Allow a from Any', jitDeny],
      world: 'open',
      inside: 'open',
      holes: ['a'],
    },
    {
      title: 'from both halves of the address space opens to all',
      nic: ['300 Allow a from 0.0.0.0/1,128.0.0.0/1', jitDeny],
      world: 'open',
      inside: 'open',
      holes: ['a'],
    },
    {
      title: 'from VirtualNetwork opens nothing to the world',
      nic: ['300 Allow peers from VirtualNetwork port 3389', jitDeny],
      world: 'shut',
      inside: vnet,
    },
    {
      title: 'from a private network opens to that',
      nic: ['300 Allow lan from 10.0.0.0/8 port 3389', jitDeny],
      world: 'shut',
      inside: 'some: 10.0.0.0/8',
      decides: { '10.1.2.3': 'in by lan', '172.16.0.1': 'out by jit' },
    },
    {
      title: 'from carrier-grade NAT opens nothing to the world',
      nic: ['300 Allow nat from 100.64.0.0/10 port 3389', jitDeny],
      world: 'shut',
      inside: 'some: 100.64.0.0/10',
    },
    {
      title: 'from a prefix that is half private opens its public half to the world',
      nic: ['300 Allow wide from 10.0.0.0/7 port 3389', jitDeny],
      world: 'some: 11.0.0.0/8',
      inside: 'some: 10.0.0.0/8',
      holes: ['wide'],
    },
    {
      title: 'from one network opens to that network',
      nic: ['300 Allow office from 203.0.113.0/24 port 3389', jitDeny],
      world: 'some: 203.0.113.0/24',
      inside: 'shut',
      holes: ['office'],
      decides: { '203.0.113.200': 'in by office', '198.51.100.9': 'out by jit' },
    },
    {
      title: 'from one address, written as a /32, opens to that',
      nic: ['300 Allow home from 203.0.113.7/32 port 3389', jitDeny],
      world: 'some: 203.0.113.7',
      holes: ['home'],
    },
    {
      title: 'with host bits in its prefix means the network',
      nic: ['300 Allow office from 203.0.113.7/24 port 3389', jitDeny],
      world: 'some: 203.0.113.0/24',
      holes: ['office'],
    },
    {
      title: 'with prefixes that overlap means them together',
      nic: ['300 Allow office from 203.0.113.0/24,203.0.113.128/25 port 3389', jitDeny],
      world: 'some: 203.0.113.0/24',
      holes: ['office'],
    },
    {
      title: 'and another beside it are two holes',
      nic: ['300 Allow one from 203.0.113.0/25', '301 Allow two from 203.0.113.128/25', jitDeny],
      world: 'some: 203.0.113.0/24',
      holes: ['one', 'two'],
    },
    {
      title: 'hidden behind another Allow decides nothing and is no hole',
      nic: ['300 Allow first from 203.0.113.0/24', '301 Allow second from 203.0.113.7', jitDeny],
      world: 'some: 203.0.113.0/24',
      holes: ['first'],
    },
    {
      title: 'from an IPv6 prefix lets no IPv4 address in',
      nic: ['300 Allow six from ::/0 port 3389', jitDeny],
      world: 'shut',
      inside: 'shut',
    },
    {
      title: 'outbound lets nobody in',
      nic: ['300 Allow out port 3389 outbound', jitDeny],
      world: 'shut',
    },
    {
      title: 'that has the name of JIT’s Deny rule is none of JIT’s',
      nic: ['300 Allow jit-deny-name port 3389', jitDeny],
      world: 'open',
      holes: ['jit'],
    },
  ],

  'other Deny rules': [
    {
      title: 'of one network leave the rest of the world in',
      nic: ['200 Deny bad from 203.0.113.0/24', rdp, jitDeny],
      world: 'all but 203.0.113.0/24',
      holes: ['rdp'],
      decides: { '203.0.113.7': 'out by bad', '198.51.100.9': 'in by rdp' },
    },
    {
      title: 'with an exception above leave the exception in',
      nic: ['200 Allow one from 203.0.113.7', '250 Deny bad from 203.0.113.0/24', jitDeny],
      world: 'some: 203.0.113.7',
      holes: ['one'],
    },
    {
      title: 'of the tag Internet shut the world out, and leave private networks in',
      nic: ['200 Deny net from Internet', rdp, jitDeny],
      world: 'shut',
      inside: 'open',
    },
    {
      title: 'of the tag VirtualNetwork leave the world in',
      nic: ['200 Deny peers from VirtualNetwork', rdp, jitDeny],
      world: 'open',
      inside: vnet,
      holes: ['rdp'],
    },
  ],

  ports: [
    {
      title: 'a range that holds the port',
      nic: ['300 Allow r port 3000-4000', jitDeny],
      world: 'open',
      holes: ['r'],
    },
    {
      title: 'a range that begins with it',
      nic: ['300 Allow r port 3389-4000', jitDeny],
      world: 'open',
      holes: ['r'],
    },
    {
      title: 'a range that ends with it',
      nic: ['300 Allow r port 1-3389', jitDeny],
      world: 'open',
      holes: ['r'],
    },
    { title: 'a range that ends before it', nic: ['300 Allow r port 1-3388', jitDeny], world: 'shut' },
    {
      title: 'a list that has it',
      nic: ['300 Allow l port 80,443,3389', jitDeny],
      world: 'open',
      holes: ['l'],
    },
    { title: 'a list that has it not', nic: ['300 Allow l port 80,443', jitDeny], world: 'shut' },
    {
      title: 'a list with a range that has it',
      nic: ['300 Allow l port 80,3380-3390', jitDeny],
      world: 'open',
      holes: ['l'],
    },
    {
      title: 'all of them as a range',
      nic: ['300 Allow l port 0-65535', jitDeny],
      world: 'open',
      holes: ['l'],
    },
    {
      title: 'one that cannot be read',
      nic: ['300 Allow odd port rdp', jitDeny],
      world: 'unknown: unreadable port rdp',
    },
    {
      title: 'source ports: who gets in with some of them gets in',
      nic: ['300 Allow high sport 1024-65535', jitDeny],
      world: 'open',
      holes: ['high'],
    },
  ],

  protocols: [
    {
      title: 'TCP in another letter case',
      nic: ['300 Allow t Tcp port 3389', jitDeny],
      world: 'open',
      holes: ['t'],
    },
    { title: 'UDP where TCP is asked about', nic: ['300 Allow u udp port 3389', jitDeny], world: 'shut' },
    {
      title: 'UDP where both are asked about',
      protocol: '*',
      nic: ['300 Allow u udp port 3389', jitDeny],
      world: 'open',
      holes: ['u'],
    },
    { title: 'TCP where UDP is asked about', protocol: 'UDP', nic: [rdp, jitDeny], world: 'shut' },
    {
      title: 'ICMP, which has no ports',
      protocol: '*',
      nic: ['300 Allow ping icmp', jitDeny],
      world: 'shut',
    },
    { title: 'one by number', nic: ['300 Allow odd 132', jitDeny], world: 'unknown: protocol 132' },
  ],

  destinations: [
    { title: 'another machine', nic: ['300 Allow other to 10.0.0.5', jitDeny], world: 'shut' },
    {
      title: 'the machine’s network',
      nic: ['300 Allow net to 10.0.0.0/24', jitDeny],
      world: 'open',
      holes: ['net'],
    },
    {
      title: 'the tag VirtualNetwork, in which the machine is',
      nic: ['300 Allow net to VirtualNetwork', jitDeny],
      world: 'open',
      holes: ['net'],
    },
    {
      title: 'the tag Internet, in which it is not',
      nic: ['300 Allow net to Internet', jitDeny],
      world: 'shut',
    },
  ],

  'what cannot be known': [
    {
      title: 'a service tag whose addresses are Azure’s to know',
      nic: ['300 Allow cloud from AzureCloud port 3389', jitDeny],
      world: 'unknown: service tag AzureCloud',
      decides: { '203.0.113.7': 'unknown by cloud' },
    },
    {
      title: 'a tag of a Deny above an Allow',
      nic: ['200 Deny cloud from AzureCloud', rdp, jitDeny],
      world: 'unknown: service tag AzureCloud',
    },
    {
      title: 'a word that is no tag of Azure’s',
      nic: ['300 Allow odd from office', jitDeny],
      world: 'unknown: service tag office',
    },
    {
      title: 'an application security group that is let in',
      nic: ['300 Allow g port 3389 asg', jitDeny],
      world: group,
    },
    { title: 'one that is denied above an Allow', nic: ['200 Deny g asg', rdp, jitDeny], world: group },
    {
      title: 'does not matter below JIT’s Deny rule',
      nic: ['1000 Deny jit to 10.0.0.4 port 3389', '2000 Allow g asg'],
      world: 'shut',
    },
    {
      title: 'does not matter above a rule that says the same',
      nic: ['200 Allow g asg', rdp, jitDeny],
      world: 'open',
      holes: ['rdp'],
    },
    {
      title: 'does not matter on the subnet where the interface shuts',
      subnet: ['200 Allow g asg'],
      nic: [jitDeny],
      world: 'shut',
    },
    {
      title: 'matters on the subnet where the interface lets in',
      subnet: ['200 Allow g asg'],
      nic: [rdp, jitDeny],
      world: group,
    },
    {
      title: 'leaves what is known beside it',
      nic: ['200 Allow cloud from AzureCloud', '300 Allow office from 203.0.113.0/24', jitDeny],
      world: 'some: 203.0.113.0/24 ?',
      holes: ['office'],
    },
  ],

  'both NSGs': [
    {
      title: 'an Allow on the interface behind a subnet that denies is no hole',
      subnet: [lock],
      nic: [rdp, jitDeny],
      world: 'shut',
      decides: { '203.0.113.7': 'out by lock' },
    },
    { title: 'nor behind a subnet with only Azure’s rules', subnet: [], nic: [rdp, jitDeny], world: 'shut' },
    {
      title: 'an Allow on the subnet before JIT’s Deny rule on the interface is no hole',
      port: 22,
      subnet: ['200 Allow app port 22,8080-8090'],
      nic: [jitDeny],
      world: 'shut',
      decides: { '203.0.113.7': 'out by jit' },
    },
    {
      title: 'nor the other way round',
      subnet: [jitDeny],
      nic: ['200 Allow app port 22,3389'],
      world: 'shut',
    },
    {
      title: 'where both let in, the one beside JIT’s Deny rule is the hole',
      subnet: ['200 Allow app port 3389'],
      nic: [rdp, jitDeny],
      world: 'open',
      holes: ['rdp'],
      decides: { '203.0.113.7': 'in by app, rdp' },
    },
    {
      title: 'where JIT’s Deny rule is on the subnet, the hole is there',
      subnet: [rdp, jitDeny],
      nic: ['200 Allow app port 3389'],
      world: 'open',
      holes: ['rdp'],
    },
    {
      title: 'where JIT’s Deny rule is nowhere, both are holes',
      subnet: [rdp],
      nic: ['200 Allow app port 3389'],
      world: 'open',
      holes: ['rdp', 'app'],
    },
    {
      title: 'a hole on the subnet with no NSG on the interface',
      subnet: [rdp, jitDeny],
      world: 'open',
      holes: ['rdp'],
    },
    {
      title: 'the narrower of two prefixes passes',
      subnet: ['200 Allow wide from 203.0.113.0/24'],
      nic: ['300 Allow narrow from 203.0.113.0/25', jitDeny],
      world: 'some: 203.0.113.0/25',
      holes: ['narrow'],
    },
    {
      title: 'two prefixes that share nothing let nobody pass',
      subnet: ['200 Allow low from 203.0.113.0/25'],
      nic: ['300 Allow high from 203.0.113.128/25', jitDeny],
      world: 'shut',
    },
  ],

  'two private addresses': [
    {
      title: 'the one without an NSG is the way in',
      nic: [jitDeny],
      second: {},
      world: 'open',
    },
    {
      title: 'a hole at the second one is a hole',
      nic: ['1000 Deny jit port 3389'],
      second: { nic: [rdp, '1000 Deny jit port 3389'] },
      world: 'open',
      holes: ['rdp'],
    },
    {
      title: 'what either lets in gets in',
      nic: ['300 Allow low from 203.0.113.0/25', jitDeny],
      second: { nic: ['300 Allow high from 203.0.113.128/25'] },
      world: 'some: 203.0.113.0/24',
      holes: ['low', 'high'],
    },
    { title: 'both shut are shut', nic: [jitDeny], second: { nic: [] }, world: 'shut', inside: vnet },
  ],
};
