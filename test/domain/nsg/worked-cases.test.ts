// Every hand-worked case, with Azure's bodies in both of their forms.
import assert from 'node:assert/strict';
import { INSIDE, WORLD } from '../../../src/domain/nsg/address-pattern.ts';
import { exposureOf } from '../../../src/domain/nsg/exposure.ts';
import { holesIn } from '../../../src/domain/nsg/holes.ts';
import { jitRuleKind } from '../../../src/domain/nsg/jit-rule.ts';
import { judgePort } from '../../../src/domain/nsg/judge-port.ts';
import type { Span } from '../../../src/domain/nsg/pattern.ts';
import type { Reach } from '../../../src/domain/nsg/reach.ts';
import { prefixesOf } from '../../../src/domain/nsg/span-prefixes.ts';
import { formatPrefix } from '../../../src/domain/source-prefix.ts';
import { type Form, filtersOf } from './rule-text.ts';
import { type WorkedCase, workedCases } from './worked-cases.ts';

const textOf = (spans: readonly Span[]): string => spans.flatMap(prefixesOf).map(formatPrefix).join(', ');

const without = (spans: readonly Span[], taken: readonly Span[]): readonly Span[] =>
  spans.flatMap((span) => {
    const inIt = taken.filter(({ first, last }) => span.first <= first && last <= span.last);
    const starts = [span.first, ...inIt.map(({ last }) => last + 1)];
    const ends = [...inIt.map(({ first }) => first - 1), span.last];
    return starts.flatMap((first, at) => {
      const last = ends[at] ?? span.last;
      return first <= last ? [{ first, last }] : [];
    });
  });

function told(reach: Reach, of: readonly Span[]): string {
  switch (reach.lets) {
    case 'none':
      return 'shut';
    case 'all':
      return 'open';
    case 'unknown':
      return `unknown: ${[...new Set(reach.doubts.map(({ because }) => because))].join('; ')}`;
    case 'some': {
      const [some, others] = [textOf(reach.addresses), textOf(without(of, reach.addresses))];
      const text = some.length <= others.length ? `some: ${some}` : `all but ${others}`;
      return reach.doubts.length === 0 ? text : `${text} ?`;
    }
  }
}

const nameOf = (rule: { readonly name: string } | string): string => {
  const name = typeof rule === 'string' ? rule : rule.name;
  return name.includes('JITRule') ? 'jit' : name;
};

function decision(filters: Parameters<typeof judgePort>[0], asked: Parameters<typeof judgePort>[1]): string {
  const verdict = judgePort(filters, asked);
  switch (verdict.lets) {
    case 'all':
      return `in by ${verdict.allowedBy.map(({ rule }) => nameOf(rule)).join(', ') || 'nothing'}`;
    case 'none':
      return `out by ${nameOf(verdict.blockedBy[0]?.rule ?? 'nothing')}`;
    case 'some':
      return 'some';
    case 'unknown':
      return `unknown by ${verdict.doubts.map(({ rule }) => nameOf(rule)).join(', ')}`;
  }
}

function judged({ port = 3389, protocol = 'TCP', second, ...given }: WorkedCase, form: Form) {
  const filters = [
    filtersOf(given, form),
    ...(second === undefined
      ? []
      : [{ ...filtersOf(second, form), privateAddress: '10.0.0.9', primary: false }]),
  ];
  const asked = { port, protocol };
  const exposure = exposureOf(filters, asked);
  return {
    world: told(exposure.world, WORLD),
    withoutGrants: told(exposure.worldWithoutGrants, WORLD),
    ...(given.inside === undefined ? {} : { inside: told(exposure.inside, INSIDE) }),
    holes: holesIn(filters, asked).map(({ rule }) => nameOf(rule)),
    ...(given.decides === undefined
      ? {}
      : {
          decides: Object.fromEntries(
            Object.keys(given.decides).map((source) => [source, decision(filters, { ...asked, source })]),
          ),
        }),
  };
}

const expected = ({ world, withoutGrants = world, inside, holes = [], decides }: WorkedCase) => ({
  world,
  withoutGrants,
  ...(inside === undefined ? {} : { inside }),
  holes,
  ...(decides === undefined ? {} : { decides }),
});

describe('the truth about a port', () => {
  for (const [topic, cases] of Object.entries(workedCases))
    describe(topic, () => {
      for (const worked of cases)
        it(worked.title, () => {
          assert.deepEqual(judged(worked, 'singular'), expected(worked));
          assert.deepEqual(judged(worked, 'plural'), expected(worked));
        });
    });

  it('was worked out by hand for at least sixty situations', () => {
    assert.ok(Object.values(workedCases).flat().length >= 60);
  });
});

describe('the rules that matter', () => {
  const seen = (nic: readonly string[], subnet?: readonly string[]) =>
    exposureOf([filtersOf({ nic, ...(subnet && { subnet }) })], {
      port: 3389,
      protocol: 'TCP',
    }).gate?.levels.map(({ level, rules, guard }) => [
      level,
      rules?.map(({ rule }) => nameOf(rule)),
      guard && jitRuleKind(guard),
    ]);

  it('are told in the order in which Azure looks at them, the subnet’s first', () => {
    assert.deepEqual(
      seen(
        [
          '4096 Deny jit to 10.0.0.4 port 3389',
          '300 Allow office from 203.0.113.0/24',
          '100 Allow jit from 198.51.100.9 port 3389',
        ],
        ['200 Allow app'],
      ),
      [
        ['subnet', ['app'], undefined],
        ['interface', ['jit', 'office', 'jit'], 'deny'],
      ],
    );
  });

  it('end with the first that is about everybody, and JIT’s Deny rule below it is still named', () => {
    assert.deepEqual(seen(['300 Allow rdp', '4096 Deny jit to 10.0.0.4 port 3389']), [
      ['subnet', undefined, undefined],
      ['interface', ['rdp'], 'deny'],
    ]);
  });

  it('leave out those about other ports, machines, protocols, and IPv6', () => {
    assert.deepEqual(
      seen(['100 Allow a port 443', '101 Allow b to 10.0.0.5', '102 Allow c udp', '103 Allow d from ::/0']),
      [
        ['subnet', undefined, undefined],
        ['interface', ['AllowVnetInBound', 'AllowAzureLoadBalancerInBound', 'DenyAllInBound'], undefined],
      ],
    );
  });

  it('are those of the address that fares best', () => {
    const gate = exposureOf(
      [
        filtersOf({ nic: ['4096 Deny jit to 10.0.0.4 port 3389'] }),
        { ...filtersOf({ nic: ['300 Allow rdp'] }), privateAddress: '10.0.0.9', primary: false },
      ],
      { port: 3389, protocol: 'TCP' },
    ).gate;
    assert.equal(gate?.privateAddress, '10.0.0.9');
  });

  it('are none where the machine has no address', () => {
    assert.equal(exposureOf([], { port: 3389, protocol: 'TCP' }).gate, undefined);
  });
});

describe('the sources of a hole', () => {
  const sources = (nic: readonly string[], subnet?: readonly string[]) =>
    holesIn([filtersOf({ nic, ...(subnet && { subnet }) })], { port: 3389, protocol: 'TCP' }).map(
      (hole) => hole.sources,
    );

  it('are the rule’s own, as Azure has them', () => {
    assert.deepEqual(sources(['300 Allow rdp from Internet,10.0.0.0/8']), [['Internet', '10.0.0.0/8']]);
  });

  it('are no more than what the other level lets through', () => {
    assert.deepEqual(
      sources(
        ['300 Allow rdp', '4096 Deny jit to 10.0.0.4 port 3389'],
        ['200 Allow office from 203.0.113.0/24'],
      ),
      [['203.0.113.0/24']],
    );
  });

  it('leave out what a Deny above stops', () => {
    assert.deepEqual(sources(['200 Deny half from 203.0.113.0/25', '300 Allow all from 203.0.113.0/24']), [
      ['203.0.113.128/25'],
    ]);
  });

  it('are the rule’s own also where another Allow lets some of them in first', () => {
    assert.deepEqual(sources(['200 Allow one from 203.0.113.7', '300 Allow rdp']), [['203.0.113.7'], ['*']]);
  });
});
