// What is open beside JIT: which rules, for whom, and what is no finding.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OpenFinding } from '../../../src/domain/drift/finding.ts';
import { openIn } from '../../../src/domain/drift/open-ports.ts';
import { exposureOf } from '../../../src/domain/nsg/exposure.ts';
import { web01 } from '../../support/requests.ts';
import { filtersOf, type Standing } from '../nsg/rule-text.ts';

const deny = '4096 Deny jit to 10.0.0.4 port 3389,5985';

const told = ({ ports, who, rule, doubt }: OpenFinding): string => {
  const whom =
    who.kind === 'world'
      ? `world${who.all ? '' : ' mostly'}`
      : `${who.kind} ${'tag' in who && who.tag ? 'tag' : who.prefixes.join(',')}`.trim();
  return `${ports} ${rule?.name ?? 'no NSG'}: ${doubt === undefined ? '' : 'may '}${whom}${doubt === undefined ? '' : ` (${doubt})`}`;
};
const openOn = (standing: Standing, machine = web01) => openIn(machine, [filtersOf(standing)]);
const all = (standing: Standing) => openOn(standing).map(told);

interface Case extends Standing {
  readonly what: string;
  readonly finds: readonly string[];
}

const cases: readonly Case[] = [
  { what: 'nothing where JIT’s Deny rule comes first', nic: [deny], finds: [] },
  { what: 'nothing in Azure’s own default rules', nic: [], finds: [] },
  { what: 'nothing on ports that nobody manages machines by', nic: ['300 Allow web port 443'], finds: [] },
  {
    what: 'an older Allow above JIT’s Deny rule',
    nic: ['300 Allow rdp port 3389', deny],
    finds: ['3389 rdp: world'],
  },
  {
    what: 'nothing in an Allow below JIT’s Deny rule',
    nic: ['300 Deny jit to 10.0.0.4 port 3389', '301 Allow rdp port 3389'],
    finds: [],
  },
  {
    what: 'nothing in JIT’s own Allow',
    nic: ['100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389', deny],
    finds: [],
  },
  {
    what: 'an Allow that has the name of JIT’s Deny rule',
    nic: ['100 Allow jit-deny-name from 203.0.113.7 to 10.0.0.4 port 3389', deny],
    finds: [
      '3389 MicrosoftDefenderForCloud-JITRule_-1043312891_0123456789ABCDEF0123456789ABCDEF: network 203.0.113.7',
    ],
  },
  {
    what: 'management ports that JIT does not list, in one finding with those it lists',
    nic: ['300 Allow any port *', deny],
    finds: ['22,3389,5985,5986 any: world'],
  },
  {
    what: 'which network',
    nic: ['300 Allow ssh from 203.0.113.0/24 port 22'],
    finds: ['22 ssh: network 203.0.113.0/24'],
  },
  {
    what: 'most of the world, where one network is kept out',
    nic: ['200 Deny bad from 198.51.100.0/24', '300 Allow rdp port 3389', deny],
    finds: ['3389 rdp: world mostly'],
  },
  {
    what: 'a peer',
    nic: ['300 Allow peer from 10.1.0.0/16 port 22'],
    finds: ['22 peer: inside 10.1.0.0/16'],
  },
  {
    what: 'who is in VirtualNetwork',
    nic: ['300 Allow vnet from VirtualNetwork port 3389', deny],
    finds: ['3389 vnet: inside tag'],
  },
  {
    what: 'that it may be, by a tag that cannot be told',
    nic: ['300 Allow cloud from AzureCloud port 22'],
    finds: ['22 cloud: may world (service tag AzureCloud)'],
  },
  {
    what: 'that it may be, by an application security group',
    nic: ['300 Allow jump port 22 asg'],
    finds: ['22 jump: may world (application security group)'],
  },
  {
    what: 'that it may be, where only a Deny that cannot be told is in the way',
    nic: ['200 Deny cloud from AzureCloud port 22', '300 Allow ssh port 22'],
    finds: ['22 ssh: may world (service tag AzureCloud)'],
  },
  {
    what: 'what is sure and what may be, of one rule, apart',
    nic: ['300 Allow some from 203.0.113.0/24,AzureCloud port 22'],
    finds: ['22 some: network 203.0.113.0/24', '22 some: may world mostly (service tag AzureCloud)'],
  },
  {
    what: 'nothing that a doubtful rule would add to what is open anyway',
    nic: ['200 Allow cloud from AzureCloud port 22', '300 Allow ssh port 22'],
    finds: ['22 ssh: world'],
  },
  {
    what: 'nothing where the other NSG shuts it',
    subnet: ['200 Deny all'],
    nic: ['300 Allow rdp port 3389'],
    finds: [],
  },
  {
    what: 'both rules where both let in and JIT guards neither',
    subnet: ['200 Allow app port 22'],
    nic: ['300 Allow ssh port 22'],
    finds: ['22 app: world', '22 ssh: world'],
  },
  {
    what: 'the rule at the level that JIT guards, where both let in',
    subnet: ['200 Allow app port *'],
    nic: ['300 Allow rdp port 3389', '4096 Deny jit to 10.0.0.4 port 3389,5985,22,5986'],
    finds: ['3389 rdp: world'],
  },
  {
    what: 'only what gets through both',
    subnet: ['200 Allow office from 203.0.113.0/24 port 22'],
    nic: ['300 Allow ssh port 22'],
    finds: ['22 office: network 203.0.113.0/24', '22 ssh: network 203.0.113.0/24'],
  },
  { what: 'a machine without any NSG', finds: ['22,3389,5985,5986 no NSG: world'] },
  {
    what: 'a rule for one protocol only',
    nic: ['300 Allow rdp udp port 3389', '301 Allow ssh tcp port 22', deny],
    finds: ['22 ssh: world'],
  },
  {
    what: 'a protocol that nobody knows',
    nic: ['300 Allow odd 99 port 22'],
    finds: ['22 odd: may world (protocol 99)'],
  },
  {
    what: 'a rule that asks for source ports',
    nic: ['300 Allow odd port 22 sport 1000-2000'],
    finds: ['22 odd: world'],
  },
];

describe('what is open beside JIT', () => {
  for (const { what, finds, ...standing } of cases)
    it(`tells ${what}`, () => {
      const found = all(standing);
      // Where both NSGs are crossed, private networks may get in by Azure's default rule at one of them.
      assert.deepEqual(
        found.filter((text) => !text.endsWith('inside tag') || finds.includes(text)),
        finds,
      );
    });

  it('tells a port of any protocol that JIT lists', () => {
    const [port] = web01.jitPorts;
    if (port === undefined) throw new Error('web-01 has a port under JIT');
    const machine = { ...web01, jitPorts: [{ ...port, port: 8443, protocol: '*' as const }] };
    assert.deepEqual(openOn({ nic: ['300 Allow app udp port 8443'] }, machine).map(told), [
      '8443 app: world',
    ]);
  });

  it('puts together what is open at several addresses of the machine', () => {
    const rules = [
      '300 Allow rdp from 203.0.113.0/25 to 10.0.0.4 port 3389',
      '301 Allow rdp2 to 10.0.0.5 port 22',
    ];
    const second = { ...filtersOf({ nic: rules }), privateAddress: '10.0.0.5', primary: false };
    const v6 = { ...second, privateAddress: 'fd00::1' };
    assert.deepEqual(
      openIn(web01, [filtersOf({ nic: rules }), second, v6])
        .map(told)
        .sort(),
      ['22 rdp2: world', '3389 rdp: network 203.0.113.0/25'],
    );
  });

  it('says whether the machine has a public address', () => {
    const { publicAddress: _, ...hidden } = web01;
    const nic = ['300 Allow rdp port 3389'];
    assert.deepEqual(
      [web01, hidden].map((machine) => openOn({ nic }, machine)[0]?.public),
      [true, false],
    );
  });
});

describe('the key of what is open', () => {
  const keys = (nic: readonly string[], machine = web01) => openOn({ nic }, machine).map(({ key }) => key);

  it('is the same whatever stands around it, and however Azure spells it', () => {
    assert.deepEqual(
      keys(['300 Allow rdp port 3389', deny]),
      keys([
        '100 Allow jit from 198.51.100.1 to 10.0.0.4 port 3389',
        '350 Allow RDP port 3389',
        deny,
        '4000 Allow web port 443',
      ]),
    );
  });

  const others: readonly (readonly [string, string])[] = [
    ['another source', '300 Allow rdp from 203.0.113.0/24 port 3389'],
    ['another port', '300 Allow rdp port 22'],
    ['more ports', '300 Allow rdp port 22,3389'],
    ['another name', '300 Allow rdp2 port 3389'],
  ];
  for (const [what, line] of others)
    it(`is another for ${what}: who acknowledged the one did not acknowledge the other`, () => {
      assert.notDeepEqual(keys([line, deny]), keys(['300 Allow rdp port 3389', deny]));
    });
});

describe('whatever the rules are', () => {
  const line = fc
    .record({
      access: fc.constantFrom('Allow', 'Deny'),
      from: fc.constantFrom(
        '*',
        'Internet',
        'VirtualNetwork',
        'AzureCloud',
        '203.0.113.0/24',
        '10.0.0.0/8',
        '0.0.0.0/1',
      ),
      to: fc.constantFrom('*', '10.0.0.4', '10.0.0.9', 'VirtualNetwork'),
      port: fc.constantFrom('*', '22', '3389', '20-4000', '443'),
      protocol: fc.constantFrom('tcp ', 'udp ', ''),
    })
    .map(
      ({ access, from, to, port, protocol }) => `${access} r%: ${protocol}from ${from} to ${to} port ${port}`,
    );
  const lines = fc
    .array(line, { maxLength: 6 })
    .map((some) => some.map((each, at) => `${100 + at} ${each.replace('r%: ', `r${at} `)}`));
  const standing = fc.record({
    nic: fc.option(lines, { nil: undefined }),
    subnet: fc.option(lines, { nil: undefined }),
  });
  const given = ({
    nic,
    subnet,
  }: {
    nic: readonly string[] | undefined;
    subnet: readonly string[] | undefined;
  }): Standing => ({
    ...(nic && { nic }),
    ...(subnet && { subnet }),
  });

  it('a port is found exactly where public addresses get in, or may', () => {
    fc.assert(
      fc.property(standing, (some) => {
        const filters = [filtersOf(given(some))];
        const found = openIn({ ...web01, jitPorts: [] }, filters).filter(({ who }) => who.kind !== 'inside');
        for (const port of [22, 3389, 5985, 5986]) {
          const { world } = exposureOf(filters, { port, protocol: 'TCP' });
          const told = found.filter(({ ports }) => ports.includes(port));
          const sure = told.some(({ doubt }) => doubt === undefined);
          const reaches = world.lets === 'all' || world.lets === 'some';
          assert.equal(sure, reaches, `port ${port}: ${world.lets}, told ${told.map(({ key }) => key)}`);
          assert.equal(told.length > 0, world.lets !== 'none', `port ${port}: ${world.lets}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('no key comes twice, and the order of rules does not matter', () => {
    fc.assert(
      fc.property(standing, (some) => {
        const keys = openOn(given(some)).map(({ key }) => key);
        const turned = openOn(given({ nic: some.nic?.toReversed(), subnet: some.subnet?.toReversed() })).map(
          ({ key }) => key,
        );
        assert.equal(new Set(keys).size, keys.length);
        assert.deepEqual(keys.toSorted(), turned.toSorted());
      }),
      { numRuns: 200 },
    );
  });
});
