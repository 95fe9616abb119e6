// Random NSG rules around a few addresses and ports, near enough to each other that they often meet, and questions about them.
import fc from 'fast-check';
import type { Protocol } from '../../../src/domain/machine.ts';
import type { AddressFilters, NsgRule } from '../../../src/domain/nsg/rule.ts';
import { blockOf, dottedOf } from './packet-oracle.ts';

export const privateAddresses = ['10.0.0.4', '10.0.0.5'] as const;
const port = fc.constantFrom(3389, 22, 5985);

/** Blocks of public and of private addresses; none spans both. */
const prefix = fc
  .tuple(
    fc.constantFrom('203.0.113', '203.0.112', '198.51.100', '10.1.2'),
    fc.nat({ max: 255 }),
    fc.integer({ min: 20, max: 32 }),
  )
  .map(([network, host, length]) => {
    const [first = 0] = blockOf(`${network}.${host}/${length}`) ?? [];
    return length === 32 ? dottedOf(first) : `${dottedOf(first)}/${length}`;
  });

const tags = [
  '*',
  'Internet',
  'VirtualNetwork',
  'AzureLoadBalancer',
  'Storage',
  'AzureCloud.WestEurope',
  'any',
  '0.0.0.0/0',
];
const odd = ['2001:db8::/32', '::/0', 'unreadable prefix', '10.0.0.300', '203.0.113.07', ''];
const source = fc.oneof(
  { weight: 12, arbitrary: prefix },
  { weight: 6, arbitrary: fc.constantFrom(...tags) },
  { weight: 1, arbitrary: fc.constantFrom(...odd) },
);
const destination = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('*', '10.0.0.4', '10.0.0.5', '10.0.0.4/31', '10.0.0.0/24', 'VirtualNetwork'),
  },
  { weight: 1, arbitrary: fc.constantFrom('10.9.9.9', 'Internet', 'Sql', '::/0', 'AzureLoadBalancer') },
);
const ports = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('*', '3389', '22', '5985-5986', '22-3389', '0-65535', '3390-4000'),
  },
  { weight: 1, arbitrary: fc.constantFrom('3389-22', 'ssh', '99999', '') },
);
const sourcePorts = fc.constantFrom('*', '*', '*', '*', '*', '0-1023', '50000-60000', '1024', 'odd');
const protocols = fc.constantFrom('*', '*', 'Tcp', 'TCP', 'udp', 'Icmp', 'Esp', 'Any', 'Sctp');

const jitName = fc
  .tuple(
    fc.constantFrom('SecurityCenter', 'MicrosoftDefenderForCloud'),
    fc.constantFrom('-', '_'),
    fc.integer(),
  )
  .map(([family, dash, number]) => `${family}-JITRule${dash}${number}${dash}${'0123456789abcdef'.repeat(2)}`);

const rule: fc.Arbitrary<Omit<NsgRule, 'priority'>> = fc
  .record({
    name: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('allow-office', 'deny-all', 'x') },
      { weight: 2, arbitrary: jitName },
    ),
    direction: fc.constantFrom('Inbound', 'Inbound', 'Inbound', 'Inbound', 'Inbound', 'Outbound'),
    access: fc.constantFrom('Allow', 'Deny'),
    protocol: protocols,
    sources: fc.array(source, { minLength: 1, maxLength: 3 }),
    destinations: fc.array(destination, { minLength: 1, maxLength: 2 }),
    destinationPorts: fc.array(ports, { minLength: 1, maxLength: 2 }),
    sourcePorts: fc.array(sourcePorts, { minLength: 1, maxLength: 2 }),
    groups: fc.nat({ max: 14 }),
    empty: fc.nat({ max: 30 }),
  })
  .map(({ groups, empty, ...fields }) => ({
    ...fields,
    nsg: 'nsg',
    usesApplicationGroups: groups === 0,
    // A field that says nothing, as with application security groups.
    ...(empty === 0 && { sources: [] }),
    ...(empty === 1 && { destinationPorts: [] }),
  }));

/** An NSG: priorities are unique in it. `undefined`: there is none. */
const nsg = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(
        fc.array(rule, { maxLength: 7 }),
        fc.shuffledSubarray([100, 101, 200, 1000, 2000, 4095, 4096], { minLength: 7 }),
      )
      .map(([rules, priorities]) =>
        rules.map((one, index) => ({ ...one, priority: priorities[index] ?? 65_500 })),
      ),
  },
);

export const anyFilters: fc.Arbitrary<readonly AddressFilters[]> = fc
  .array(fc.record({ onInterface: nsg, onSubnet: nsg }), { minLength: 1, maxLength: 2 })
  .map((all) =>
    all.map((filters, index) => ({
      privateAddress: privateAddresses[index] ?? '10.0.0.6',
      primary: index === 0,
      ...filters,
    })),
  );

export interface Asked {
  readonly source: string;
  readonly port: number;
  readonly protocol: Protocol;
}
export const anyAsked: fc.Arbitrary<Asked> = fc.record({
  source: prefix,
  port,
  protocol: fc.constantFrom<Protocol>('TCP', 'UDP', '*'),
});

/** In half of the cases JIT's own Allow rule for what is asked is put into one of the NSGs. */
export const withJitAllow = fc
  .tuple(anyFilters, anyAsked, fc.nat({ max: 3 }), fc.boolean())
  .map(([filters, asked, where, exact]): readonly [readonly AddressFilters[], Asked] => {
    if (where > 1) return [filters, asked];
    const allow: NsgRule = {
      name: `MicrosoftDefenderForCloud-JITRule-1-${'0123456789abcdef'.repeat(2)}`,
      nsg: 'nsg',
      priority: 99,
      direction: 'Inbound',
      access: 'Allow',
      protocol: '*',
      sources: [exact ? asked.source : '203.0.113.0/28'],
      sourcePorts: ['*'],
      destinations: ['10.0.0.4'],
      destinationPorts: [String(asked.port)],
      usesApplicationGroups: false,
    };
    const place = where === 0 ? 'onInterface' : 'onSubnet';
    const [first, ...others] = filters;
    if (first === undefined) return [filters, asked];
    return [[{ ...first, [place]: [...(first[place] ?? []), allow] }, ...others], asked];
  });
