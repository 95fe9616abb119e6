// Hand-worked cases for one NSG.
import assert from 'node:assert/strict';
import { decideRules, type Verdict } from '../../../src/domain/nsg/decide-rules.ts';
import type { Blocker, Question } from '../../../src/domain/nsg/flow.ts';
import type { NsgRule } from '../../../src/domain/nsg/rule.ts';
import { allow, azureDefaults, deny, JIT_ALLOW, JIT_DENY, jitAllow, jitDeny } from './rule-builder.ts';

const nameOf = (rule: Blocker): string => (typeof rule === 'string' ? rule : rule.name);

/** A verdict with rules replaced by their names, nothing left out. */
const told = (verdict: Verdict): readonly unknown[] => {
  switch (verdict.outcome) {
    case 'allowed':
      return ['allowed', nameOf(verdict.by), ...verdict.alsoBy.map(nameOf)];
    case 'denied':
      return ['denied', nameOf(verdict.by)];
    case 'partly':
      return ['partly', nameOf(verdict.allow), nameOf(verdict.deny)];
    case 'unknown':
      return ['unknown', nameOf(verdict.rule), verdict.because];
  }
};

const rdp: Question = { source: '203.0.113.7', port: 3389, protocol: 'TCP', destination: '10.0.0.4' };
const subnet24 = { ...rdp, source: '203.0.113.0/24' };
const fromPrivate = { ...rdp, source: '10.0.0.9' };

type Case = readonly [
  outcome: string,
  rules: readonly NsgRule[],
  expected: readonly unknown[],
  question?: Partial<Question>,
];

const table: Record<string, readonly Case[]> = {
  'priority order': [
    ['lets in by the JIT Allow above the JIT Deny', [jitAllow, jitDeny], ['allowed', JIT_ALLOW]],
    ['is shut by the JIT Deny once the Allow is gone', [jitDeny, ...azureDefaults], ['denied', JIT_DENY]],
    ['stays open by an older Allow above the JIT Deny', [allow(300, 'rdp'), jitDeny], ['allowed', 'rdp']],
    ['names the older Allow when it stands above JIT', [allow(99, 'old'), jitAllow], ['allowed', 'old']],
    ['is shut by a Deny above the JIT Allow', [deny(99, 'lock'), jitAllow], ['denied', 'lock']],
    ['takes the priority, not the place in the list', [jitDeny, jitAllow], ['allowed', JIT_ALLOW]],
    ['compares priorities as numbers', [deny(1000, 'late'), allow(200, 'early')], ['allowed', 'early']],
    ['does not look below a Deny', [deny(200, 'DenyAll'), allow(300, 'rdp')], ['denied', 'DenyAll']],
    [
      'ignores outbound rules',
      [deny(100, 'out', { direction: 'Outbound' }), allow(200, 'in')],
      ['allowed', 'in'],
    ],
    ['falls to the default Deny', azureDefaults, ['denied', 'DenyAllInBound']],
    ['denies what nothing matches', [], ['denied', 'no matching rule']],
  ],
  ports: [
    [
      'lets in by a range that holds the port',
      [allow(1, 'r', { destinationPorts: ['3000-4000'] })],
      ['allowed', 'r'],
    ],
    [
      'counts the first port of a range',
      [allow(1, 'r', { destinationPorts: ['3389-4000'] })],
      ['allowed', 'r'],
    ],
    ['counts the last port of a range', [allow(1, 'r', { destinationPorts: ['1-3389'] })], ['allowed', 'r']],
    [
      'passes over a range that ends before',
      [allow(1, 'r', { destinationPorts: ['1-3388'] })],
      ['denied', 'no matching rule'],
    ],
    [
      'looks at every port of a list',
      [allow(1, 'l', { destinationPorts: ['22', '3389'] })],
      ['allowed', 'l'],
    ],
    [
      'passes over another port',
      [allow(1, 'web', { destinationPorts: ['443'] }), ...azureDefaults],
      ['denied', 'DenyAllInBound'],
    ],
    [
      'cannot tell from a port it cannot read',
      [allow(1, 'odd', { destinationPorts: ['rdp'] })],
      ['unknown', 'odd', 'unreadable port rdp'],
    ],
    [
      'cannot tell from a rule without ports',
      [allow(1, 'odd', { destinationPorts: [] })],
      ['unknown', 'odd', 'no port given'],
    ],
  ],
  protocols: [
    ['matches whatever the letter case', [allow(1, 'tcp', { protocol: 'Tcp' })], ['allowed', 'tcp']],
    [
      'passes over UDP when asked for TCP',
      [allow(1, 'u', { protocol: 'Udp' })],
      ['denied', 'no matching rule'],
    ],
    ['never matches ICMP', [deny(1, 'ping', { protocol: 'Icmp' }), allow(2, 'all')], ['allowed', 'all']],
    [
      'cannot tell from a protocol it does not know',
      [deny(1, 'odd', { protocol: '132' }), allow(2, 'all')],
      ['unknown', 'odd', 'protocol 132'],
    ],
    [
      'asked for both, is partly open when only TCP gets in',
      [allow(1, 'tcp', { protocol: 'Tcp' }), deny(2, 'rest')],
      ['partly', 'tcp', 'rest'],
      { protocol: '*' },
    ],
    [
      'asked for both, names two rules that let in one each',
      [allow(1, 'tcp', { protocol: 'TCP' }), allow(2, 'udp', { protocol: 'UDP' })],
      ['allowed', 'tcp', 'udp'],
      { protocol: '*' },
    ],
    ['asked for both, is shut when both are', [deny(1, 'all')], ['denied', 'all'], { protocol: '*' }],
  ],
  'source prefixes': [
    ['reads `*`', [allow(1, 'a', { sources: ['*'] })], ['allowed', 'a']],
    ['reads 0.0.0.0/0', [allow(1, 'a', { sources: ['0.0.0.0/0'] })], ['allowed', 'a']],
    ['reads Any', [allow(1, 'a', { sources: ['Any'] })], ['allowed', 'a']],
    ['reads an address with /32', [allow(1, 'a', { sources: ['203.0.113.7/32'] })], ['allowed', 'a']],
    [
      'lets one address in through a network',
      [allow(1, 'a', { sources: ['203.0.113.0/24'] })],
      ['allowed', 'a'],
    ],
    ['drops host bits of a rule', [allow(1, 'a', { sources: ['203.0.113.99/24'] })], ['allowed', 'a']],
    [
      'passes over the address next door',
      [allow(1, 'a', { sources: ['203.0.113.8'] })],
      ['denied', 'no matching rule'],
    ],
    ['looks at every prefix', [allow(1, 'a', { sources: ['192.0.2.1', '203.0.113.7'] })], ['allowed', 'a']],
    [
      'passes over IPv6, which is no riddle',
      [deny(1, 'six', { sources: ['2001:db8::/32', '::/0'] }), allow(2, 'all')],
      ['allowed', 'all'],
    ],
    [
      'cannot tell from a prefix it cannot read',
      [deny(1, 'odd', { sources: ['203.0.113.0-203.0.113.9'] }), allow(2, 'all')],
      ['unknown', 'odd', 'unreadable prefix 203.0.113.0-203.0.113.9'],
    ],
    [
      'does not mind an unreadable prefix beside one that matches',
      [allow(1, 'both', { sources: ['???', '203.0.113.7'] })],
      ['allowed', 'both'],
    ],
  ],
  'a network as the source': [
    ['is partly open to one address of it', [jitAllow, jitDeny], ['partly', JIT_ALLOW, JIT_DENY], subnet24],
    [
      'is partly shut by a hole in it',
      [deny(1, 'hole', { sources: ['203.0.113.128/25'] }), allow(2, 'all')],
      ['partly', 'all', 'hole'],
      subnet24,
    ],
    [
      'is partly open when rules cover all but one address',
      [allow(1, 'most', { sources: ['203.0.113.0/25', '203.0.113.128/26'] })],
      ['partly', 'most', 'no matching rule'],
      subnet24,
    ],
    [
      'is let in by two halves, both named',
      [
        allow(20, 'high', { sources: ['203.0.113.128/25'] }),
        allow(10, 'low', { sources: ['203.0.113.0/25'] }),
        deny(30, 'rest'),
      ],
      ['allowed', 'low', 'high'],
      subnet24,
    ],
    [
      'is let in by a wider rule although a narrower Deny stands below',
      [allow(1, 'wide', { sources: ['203.0.0.0/16'] }), deny(2, 'narrow', { sources: ['203.0.113.4'] })],
      ['allowed', 'wide'],
      subnet24,
    ],
    [
      'is shut by several Deny rules, the first named',
      [deny(1, 'one', { sources: ['203.0.113.0/25'] }), deny(2, 'two'), allow(3, 'never')],
      ['denied', 'one'],
      subnet24,
    ],
    [
      'is partly open for sure, whatever the unknown part is',
      [
        allow(1, 'one', { sources: ['203.0.113.0/26'] }),
        deny(2, 'two', { sources: ['203.0.113.64/26'] }),
        allow(3, 'tag', { sources: ['AzureCloud'] }),
      ],
      ['partly', 'one', 'two'],
      subnet24,
    ],
    [
      'is not known when the rest of it is not',
      [allow(1, 'one', { sources: ['203.0.113.0/25'] }), allow(2, 'tag', { sources: ['AzureCloud'] })],
      ['unknown', 'tag', 'service tag AzureCloud'],
      subnet24,
    ],
  ],
  destinations: [
    [
      "matches the machine's address",
      [allow(1, 'mine', { destinations: ['10.0.0.4/32'] })],
      ['allowed', 'mine'],
    ],
    ['matches a range around it', [allow(1, 'net', { destinations: ['10.0.0.0/29'] })], ['allowed', 'net']],
    [
      "passes over a neighbour's",
      [allow(1, 'other', { destinations: ['10.0.0.5'] }), ...azureDefaults],
      ['denied', 'DenyAllInBound'],
    ],
    ['matches VirtualNetwork', [allow(1, 'v', { destinations: ['VirtualNetwork'] })], ['allowed', 'v']],
    [
      'never matches Internet',
      [deny(1, 'i', { destinations: ['Internet'] }), allow(2, 'all')],
      ['allowed', 'all'],
    ],
    [
      'cannot tell from another tag',
      [deny(1, 'tag', { destinations: ['Storage.WestEurope'] }), allow(2, 'all')],
      ['unknown', 'tag', 'service tag Storage.WestEurope'],
    ],
  ],
  'service tags as the source': [
    ['Internet holds a public address', [allow(1, 'i', { sources: ['Internet'] })], ['allowed', 'i']],
    ['Internet is read in any case', [allow(1, 'i', { sources: ['INTERNET'] })], ['allowed', 'i']],
    ...['10.0.0.9', '172.31.255.255', '192.168.1.1', '100.64.0.1', '169.254.1.1', '127.0.0.1'].map(
      (source): Case => [
        `Internet does not hold ${source}`,
        [allow(1, 'i', { sources: ['Internet'] })],
        ['denied', 'no matching rule'],
        { source },
      ],
    ),
    ...['172.32.0.0', '11.0.0.0', '100.128.0.0', '223.255.255.255', '1.0.0.0'].map(
      (source): Case => [
        `Internet holds ${source}`,
        [allow(1, 'i', { sources: ['Internet'] })],
        ['allowed', 'i'],
        { source },
      ],
    ),
    [
      'VirtualNetwork does not hold a public address',
      [deny(1, 'v', { sources: ['VirtualNetwork'] }), allow(2, 'all')],
      ['allowed', 'all'],
    ],
    [
      'VirtualNetwork may hold a private one',
      [deny(1, 'v', { sources: ['VirtualNetwork'] }), allow(2, 'all')],
      ['unknown', 'v', 'service tag VirtualNetwork'],
      fromPrivate,
    ],
    [
      'a private source may come in by the default rule',
      azureDefaults,
      ['unknown', 'AllowVnetInBound', 'service tag VirtualNetwork'],
      fromPrivate,
    ],
    ['a JIT Deny shuts the default rule out', [jitDeny, ...azureDefaults], ['denied', JIT_DENY], fromPrivate],
    [
      'AzureLoadBalancer does not hold people',
      [deny(1, 'l', { sources: ['AzureLoadBalancer'] }), allow(2, 'a')],
      ['allowed', 'a'],
    ],
    [
      'AzureLoadBalancer holds the host',
      [allow(1, 'l', { sources: ['AzureLoadBalancer'] })],
      ['allowed', 'l'],
      { source: '168.63.129.16' },
    ],
    [
      'an unknown tag below the rule that decides does not matter',
      [jitAllow, deny(200, 'tag', { sources: ['AzureCloud'] })],
      ['allowed', JIT_ALLOW],
    ],
    [
      'an unknown tag above a rule that says the same does not matter',
      [deny(90, 'tag', { sources: ['AzureCloud'] }), jitDeny],
      ['denied', JIT_DENY],
    ],
    [
      'an unknown Allow above the Deny is not shut',
      [allow(90, 'tag', { sources: ['AzureCloud'] }), jitDeny],
      ['unknown', 'tag', 'service tag AzureCloud'],
    ],
    [
      'an unknown Deny above the Allow is not open',
      [deny(90, 'tag', { sources: ['AzureCloud'] }), jitAllow],
      ['unknown', 'tag', 'service tag AzureCloud'],
    ],
  ],
  'application security groups': [
    [
      'cannot tell who is in the source group',
      [allow(90, 'asg', { sources: [], usesApplicationGroups: true }), jitDeny],
      ['unknown', 'asg', 'application security group'],
    ],
    [
      'cannot tell who is in the destination group',
      [deny(90, 'asg', { destinations: [], usesApplicationGroups: true }), jitAllow],
      ['unknown', 'asg', 'application security group'],
    ],
    [
      'passes over a group when the rule is about another port',
      [
        deny(90, 'asg', { destinations: [], usesApplicationGroups: true, destinationPorts: ['22'] }),
        jitAllow,
      ],
      ['allowed', JIT_ALLOW],
    ],
    [
      'passes over a group when the rule is about another source',
      [deny(90, 'asg', { destinations: [], usesApplicationGroups: true, sources: ['192.0.2.1'] }), jitAllow],
      ['allowed', JIT_ALLOW],
    ],
    [
      'does not mind a group that may let in what gets in anyway',
      [allow(90, 'asg', { destinations: [], usesApplicationGroups: true }), jitAllow],
      ['allowed', JIT_ALLOW],
    ],
  ],
  'source ports': [
    [
      'is partly open by an Allow for some source ports',
      [allow(1, 'some', { sourcePorts: ['1024-2048'] }), deny(2, 'rest')],
      ['partly', 'some', 'rest'],
    ],
    [
      'is partly shut by a Deny for some source ports',
      [deny(1, 'some', { sourcePorts: ['0-1023'] }), allow(2, 'rest')],
      ['partly', 'rest', 'some'],
    ],
    [
      'is shut when both say no',
      [deny(1, 'some', { sourcePorts: ['0-1023'] }), deny(2, 'rest')],
      ['denied', 'some'],
    ],
    ['takes the whole range as all', [allow(1, 'all', { sourcePorts: ['0-65535'] })], ['allowed', 'all']],
    [
      'is let in by JIT above a Deny for some source ports',
      [jitAllow, deny(200, 'some', { sourcePorts: ['0-1023'] }), jitDeny],
      ['allowed', JIT_ALLOW],
    ],
  ],
};

describe('decideRules', () => {
  for (const [topic, cases] of Object.entries(table))
    describe(topic, () => {
      for (const [outcome, rules, expected, question] of cases)
        it(outcome, () => {
          const verdict = decideRules(rules, { ...rdp, ...question });

          assert.deepEqual(told(verdict), expected);
        });
    });

  for (const wrong of [
    { source: '*' },
    { source: '::1' },
    { destination: '10.0.0.0/24' },
    { destination: 'web-01' },
  ])
    it(`does not guess at a question with ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => decideRules(azureDefaults, { ...rdp, ...wrong }), RangeError);
    });
});
