// Hand-worked cases for a machine: several addresses, an NSG on either side of each.
import assert from 'node:assert/strict';
import { judgePort, type PortVerdict } from '../../../src/domain/nsg/judge-port.ts';
import type { AddressFilters } from '../../../src/domain/nsg/rule.ts';
import { allow, azureDefaults, deny, filters, jitAllow, jitDeny } from './rule-builder.ts';

const rdp = { source: '203.0.113.7', port: 3389, protocol: 'TCP' } as const;
const open = [jitAllow, jitDeny, ...azureDefaults];
const shut = [jitDeny, ...azureDefaults];
const denyAll = deny(200, 'DenyAll', { nsg: 'nsg-subnet' });
const subnetAllow = allow(300, 'AllowRdp', { nsg: 'nsg-subnet', destinationPorts: ['3389'] });
const group = allow(90, 'asg', { sources: [], usesApplicationGroups: true });
const lowHalf = allow(100, 'low', { sources: ['203.0.113.0/25'] });
const highHalf = allow(100, 'high', { sources: ['203.0.113.128/25'] });

type Case = readonly [
  outcome: string,
  filters: readonly AddressFilters[],
  expected: PortVerdict,
  source?: string,
];

const table: Record<string, readonly Case[]> = {
  'one address': [
    [
      'is open when no NSG stands before it',
      [filters({})],
      { lets: 'all', privateAddress: '10.0.0.4', allowedBy: [] },
    ],
    [
      'is open by the JIT Allow on the interface',
      [filters({ onInterface: open })],
      { lets: 'all', privateAddress: '10.0.0.4', allowedBy: [{ level: 'interface', rule: jitAllow }] },
    ],
    [
      'is open by the JIT Allow on the subnet',
      [filters({ onSubnet: open })],
      { lets: 'all', privateAddress: '10.0.0.4', allowedBy: [{ level: 'subnet', rule: jitAllow }] },
    ],
    [
      'names the Allow of both levels, the subnet first',
      [filters({ onInterface: open, onSubnet: [subnetAllow] })],
      {
        lets: 'all',
        privateAddress: '10.0.0.4',
        allowedBy: [
          { level: 'subnet', rule: subnetAllow },
          { level: 'interface', rule: jitAllow },
        ],
      },
    ],
    [
      'is shut by the subnet although JIT opened the interface',
      [filters({ onInterface: open, onSubnet: [denyAll, subnetAllow] })],
      { lets: 'none', privateAddress: '10.0.0.4', blockedBy: [{ level: 'subnet', rule: denyAll }] },
    ],
    [
      'is shut by the interface although JIT opened the subnet',
      [filters({ onInterface: shut, onSubnet: open })],
      { lets: 'none', privateAddress: '10.0.0.4', blockedBy: [{ level: 'interface', rule: jitDeny }] },
    ],
    [
      'names what blocks at both levels',
      [filters({ onInterface: shut, onSubnet: [denyAll] })],
      {
        lets: 'none',
        privateAddress: '10.0.0.4',
        blockedBy: [
          { level: 'subnet', rule: denyAll },
          { level: 'interface', rule: jitDeny },
        ],
      },
    ],
    [
      'is shut by an NSG in which nothing matches',
      [filters({ onInterface: [] })],
      {
        lets: 'none',
        privateAddress: '10.0.0.4',
        blockedBy: [{ level: 'interface', rule: 'no matching rule' }],
      },
    ],
    [
      'is not known where an undecidable rule may let in',
      [filters({ onInterface: [group, ...shut], onSubnet: [subnetAllow] })],
      {
        lets: 'unknown',
        privateAddress: '10.0.0.4',
        doubts: [{ level: 'interface', rule: group, because: 'application security group' }],
      },
    ],
    [
      'is shut for sure by the subnet, whatever is unknown at the interface',
      [filters({ onInterface: [group, ...shut], onSubnet: [denyAll] })],
      { lets: 'none', privateAddress: '10.0.0.4', blockedBy: [{ level: 'subnet', rule: denyAll }] },
    ],
    [
      'lets some of a network in',
      [filters({ onInterface: open })],
      {
        lets: 'some',
        privateAddress: '10.0.0.4',
        allowedBy: [{ level: 'interface', rule: jitAllow }],
        blockedBy: [{ level: 'interface', rule: jitDeny }],
      },
      '203.0.113.0/24',
    ],
    [
      'is shut when the levels let in different halves of a network',
      [filters({ onInterface: [lowHalf, denyAll], onSubnet: [highHalf, denyAll] })],
      {
        lets: 'none',
        privateAddress: '10.0.0.4',
        blockedBy: [
          { level: 'subnet', rule: denyAll },
          { level: 'interface', rule: denyAll },
        ],
      },
      '203.0.113.0/24',
    ],
    [
      'names both halves of a network when two Allow rules let them in',
      [filters({ onInterface: [lowHalf, { ...highHalf, priority: 101 }, denyAll] })],
      {
        lets: 'all',
        privateAddress: '10.0.0.4',
        allowedBy: [
          { level: 'interface', rule: lowHalf },
          { level: 'interface', rule: { ...highHalf, priority: 101 } },
        ],
      },
      '203.0.113.0/24',
    ],
  ],
  'several addresses': [
    [
      'are as open as the best of them',
      [
        filters({ onInterface: shut }),
        filters({ privateAddress: '10.0.1.4', primary: false, onInterface: [subnetAllow] }),
      ],
      { lets: 'all', privateAddress: '10.0.1.4', allowedBy: [{ level: 'interface', rule: subnetAllow }] },
    ],
    [
      'are told by the primary one when equally open',
      [filters({ privateAddress: '10.0.1.4', primary: false }), filters({})],
      { lets: 'all', privateAddress: '10.0.0.4', allowedBy: [] },
    ],
    [
      'are told by the primary one when all are shut',
      [filters({ privateAddress: '10.0.1.4', primary: false, onSubnet: [] }), filters({ onInterface: shut })],
      { lets: 'none', privateAddress: '10.0.0.4', blockedBy: [{ level: 'interface', rule: jitDeny }] },
    ],
    [
      'are not known to be shut when one is not known',
      [
        filters({ onInterface: shut }),
        filters({ privateAddress: '10.0.1.4', primary: false, onInterface: [group] }),
      ],
      {
        lets: 'unknown',
        privateAddress: '10.0.1.4',
        doubts: [{ level: 'interface', rule: group, because: 'application security group' }],
      },
    ],
    [
      'let some in for sure rather than perhaps',
      [
        filters({ onInterface: [group] }),
        filters({ privateAddress: '10.0.1.4', primary: false, onSubnet: [lowHalf, denyAll] }),
      ],
      {
        lets: 'some',
        privateAddress: '10.0.1.4',
        allowedBy: [{ level: 'subnet', rule: lowHalf }],
        blockedBy: [{ level: 'subnet', rule: denyAll }],
      },
      '203.0.113.0/24',
    ],
    [
      'are judged by the rules about each, not by those about another',
      [filters({ privateAddress: '10.0.0.5', onInterface: open })],
      {
        lets: 'none',
        privateAddress: '10.0.0.5',
        blockedBy: [{ level: 'interface', rule: azureDefaults[2] ?? 'no matching rule' }],
      },
    ],
    [
      'leave IPv6 out',
      [filters({ privateAddress: 'fd00::4' }), filters({ primary: false, onInterface: shut })],
      { lets: 'none', privateAddress: '10.0.0.4', blockedBy: [{ level: 'interface', rule: jitDeny }] },
    ],
  ],
  'no address': [['is shut, by nothing', [], { lets: 'none', privateAddress: undefined, blockedBy: [] }]],
};

describe('judgePort', () => {
  for (const [topic, cases] of Object.entries(table))
    describe(topic, () => {
      for (const [outcome, given, expected, source = rdp.source] of cases)
        it(outcome, () => {
          const verdict = judgePort(given, { ...rdp, source });

          assert.deepEqual(verdict, expected);
        });
    });
});
