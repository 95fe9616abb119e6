// What must hold of exposures for any rules: agreement with trying addresses one by one, and laws of adding and removing.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WORLD } from '../../../src/domain/nsg/address-pattern.ts';
import { type Exposure, exposureOf } from '../../../src/domain/nsg/exposure.ts';
import { holesIn } from '../../../src/domain/nsg/holes.ts';
import { judgePort } from '../../../src/domain/nsg/judge-port.ts';
import type { Reach } from '../../../src/domain/nsg/reach.ts';
import { prefixesOf, sizeOf } from '../../../src/domain/nsg/span-prefixes.ts';
import { formatPrefix, parsePrefix } from '../../../src/domain/source-prefix.ts';
import { filters } from './rule-builder.ts';
import { anyModels, fatesOf, packetsOf, type RuleModel } from './rule-models.ts';
import { type Form, filtersOf } from './rule-text.ts';

const RUNS = { numRuns: 400 };
const asked = { port: 3389, protocol: 'TCP' } as const;
type Outcome = 'allowed' | 'unknown' | 'denied';

/** Of the addresses that were tried: which reach they make. */
const summed = (outcomes: readonly Outcome[]): Reach['lets'] => {
  if (outcomes.every((one) => one === 'allowed')) return 'all';
  if (outcomes.includes('allowed')) return 'some';
  return outcomes.includes('unknown') ? 'unknown' : 'none';
};

const dotted = (address: number): string => formatPrefix({ first: address, last: address, length: 32 });
const inWorld = (address: number): boolean =>
  WORLD.some(({ first, last }) => first <= address && address <= last);

const letsIn = (reach: Reach, address: number): boolean =>
  reach.lets === 'all' ||
  (reach.lets === 'some' && reach.addresses.some(({ first, last }) => first <= address && address <= last));

describe('an exposure, for any rules', () => {
  it('says what trying every packet of seventeen addresses says, of which one stands for the rest of the world', () => {
    const base = parsePrefix('203.0.113.0')?.first ?? 0;
    const octets = [...Array(16).keys(), 1000];
    const passes = (nic: readonly RuleModel[], subnet: readonly RuleModel[], octet: number): Outcome => {
      const fates = packetsOf([octet], '*').map((packet) => [fatesOf(nic, packet), fatesOf(subnet, packet)]);
      const surely = fates.some((levels) => levels.every((fate) => fate.size === 1 && fate.has('in')));
      if (surely) return 'allowed';
      return fates.some((levels) => levels.every((fate) => fate.has('in'))) ? 'unknown' : 'denied';
    };
    fc.assert(
      fc.property(anyModels, anyModels, (nic, subnet) => {
        const { world } = exposureOf(
          [filters({ onInterface: nic.map(({ rule }) => rule), onSubnet: subnet.map(({ rule }) => rule) })],
          { port: 3389, protocol: '*' },
        );

        const outcomes = octets.map((octet) => passes(nic, subnet, octet));
        assert.equal(world.lets, summed(outcomes));
        for (const octet of octets)
          assert.equal(letsIn(world, base + octet), outcomes[octets.indexOf(octet)] === 'allowed');
      }),
      { numRuns: 1000 },
    );
  });

  const prefix = fc
    .record({
      first: fc.oneof(
        fc
          .constantFrom('203.0.113.0', '203.0.113.128', '10.0.0.0', '168.63.129.16', '192.0.0.0')
          .map((text) => parsePrefix(text)?.first ?? 0),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      ),
      length: fc.constantFrom(1, 4, 7, 8, 12, 16, 22, 24, 25, 32),
    })
    .map(({ first, length }) => `${dotted(first)}/${length}`);
  const source = fc.oneof(
    prefix,
    fc.constantFrom('*', 'Internet', 'VirtualNetwork', 'AzureLoadBalancer', 'AzureCloud', '::/0'),
  );
  const line = (priority: number, access: fc.Arbitrary<'Allow' | 'Deny'>) =>
    fc
      .record({
        access,
        name: fc.constantFrom('jit', 'old-jit', `r${priority}`, `r${priority}`),
        from: fc.array(source, { minLength: 1, maxLength: 3 }),
        to: fc.constantFrom('*', '10.0.0.4', '10.0.0.5', 'VirtualNetwork'),
        port: fc.constantFrom('*', '3389', '22,3389', '3000-4000', '443'),
        protocol: fc.constantFrom('', ' tcp', ' udp'),
      })
      .map(
        (rule) =>
          `${priority} ${rule.access} ${rule.name}${rule.protocol} from ${rule.from.join(',')} to ${rule.to} port ${rule.port}`,
      );
  const anyAccess = fc.constantFrom('Allow' as const, 'Deny' as const);
  const lines = fc
    .uniqueArray(fc.integer({ min: 10, max: 400 }), { maxLength: 6 })
    .chain((priorities) => fc.tuple(...priorities.map((priority) => line(priority * 10, anyAccess))));
  const nsg = fc.oneof({ weight: 5, arbitrary: lines }, { weight: 1, arbitrary: fc.constant(undefined) });

  type Lines = readonly string[] | undefined;
  const standing = (nic: Lines, subnet: Lines, form?: Form) => [
    filtersOf({ ...(nic && { nic }), ...(subnet && { subnet }) }, form),
  ];
  const exposed = (nic: Lines, subnet: Lines, form?: Form): Exposure =>
    exposureOf(standing(nic, subnet, form), asked);

  /** Both ends of everything that the rules name, their neighbours, and addresses at random. */
  const samples = (nic: Lines, subnet: Lines, random: readonly number[]): readonly number[] => {
    const named = [...(nic ?? []), ...(subnet ?? [])]
      .flatMap((text) => [...text.matchAll(/\d+\.\d+\.\d+\.\d+\/\d+/g)].map(([found]) => parsePrefix(found)))
      .flatMap((found) => (found ? [found.first - 1, found.first, found.last, found.last + 1] : []));
    const edges = WORLD.flatMap(({ first, last }) => [first, last]);
    return [...named, ...edges, ...random].filter(inWorld);
  };
  const random = fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { minLength: 20, maxLength: 20 });

  it('says what asking about public addresses one by one says', () => {
    fc.assert(
      fc.property(nsg, nsg, random, (nic, subnet, others) => {
        const { world } = exposed(nic, subnet);

        const tried = samples(nic, subnet, others);
        const outcomes = tried.map((address): Outcome => {
          const { lets } = judgePort(standing(nic, subnet), { ...asked, source: dotted(address) });
          return lets === 'none' ? 'denied' : lets === 'unknown' ? 'unknown' : 'allowed';
        });
        assert.equal(world.lets, summed(outcomes));
        tried.forEach((address, at) => {
          assert.equal(letsIn(world, address), outcomes[at] === 'allowed', dotted(address));
        });
      }),
      RUNS,
    );
  });

  const rank = ({ lets }: Reach): number => ['none', 'unknown', 'some', 'all'].indexOf(lets);
  const stillLetsIn = (before: Reach, after: Reach, tried: readonly number[]): void => {
    assert.ok(rank(after) >= rank(before), `${before.lets} → ${after.lets}`);
    for (const address of tried) if (letsIn(before, address)) assert.ok(letsIn(after, address));
  };
  const added = (access: 'Allow' | 'Deny') =>
    fc.integer({ min: 10, max: 400 }).chain((at) => line(at * 10 + 5, fc.constant(access)));

  it('is never closed by an Allow rule', () => {
    fc.assert(
      fc.property(nsg, nsg, added('Allow'), random, (nic = [], subnet, rule, others) => {
        const [before, after] = [exposed(nic, subnet), exposed([...nic, rule], subnet)];
        for (const part of ['world', 'worldWithoutGrants', 'inside'] as const)
          stillLetsIn(before[part], after[part], samples([...nic, rule], subnet, others));
      }),
      RUNS,
    );
  });

  it('is never closed by taking a Deny rule away', () => {
    fc.assert(
      fc.property(nsg, nsg, added('Deny'), random, (nic = [], subnet, rule, others) => {
        const [before, after] = [exposed([...nic, rule], subnet), exposed(nic, subnet)];
        for (const part of ['world', 'worldWithoutGrants', 'inside'] as const)
          stillLetsIn(before[part], after[part], samples([...nic, rule], subnet, others));
      }),
      RUNS,
    );
  });

  it('is never narrower with the grants than without', () => {
    fc.assert(
      fc.property(nsg, nsg, random, (nic, subnet, others) => {
        const { world, worldWithoutGrants } = exposed(nic, subnet);
        stillLetsIn(worldWithoutGrants, world, samples(nic, subnet, others));
      }),
      RUNS,
    );
  });

  it('does not depend on the order of the rules', () => {
    const shuffled = lines.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, shuffled, ([nic, nicOtherwise], [subnet, subnetOtherwise]) => {
        assert.deepEqual(exposed(nicOtherwise, subnetOtherwise), exposed(nic, subnet));
        assert.deepEqual(
          holesIn(standing(nicOtherwise, subnetOtherwise), asked),
          holesIn(standing(nic, subnet), asked),
        );
      }),
      RUNS,
    );
  });

  it('does not depend on whether Azure writes singular or plural fields', () => {
    fc.assert(
      fc.property(nsg, nsg, (nic, subnet) => {
        assert.deepEqual(exposed(nic, subnet, 'plural'), exposed(nic, subnet, 'singular'));
      }),
      RUNS,
    );
  });

  it('has a hole exactly where the world gets in for nobody’s grant by some rule', () => {
    fc.assert(
      fc.property(nsg, nsg, (nic, subnet) => {
        fc.pre(nic !== undefined || subnet !== undefined);
        const { lets } = exposed(nic, subnet).worldWithoutGrants;
        const holes = holesIn(standing(nic, subnet), asked);
        if (lets === 'none' || lets === 'unknown') assert.deepEqual(holes, []);
        else assert.notEqual(holes.length, 0);
      }),
      RUNS,
    );
  });
});

describe('ranges as CIDRs', () => {
  it('are exactly the range, whatever its ends', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
      .map(([one, other]) => ({ first: Math.min(one, other), last: Math.max(one, other) }));
    fc.assert(
      fc.property(range, (span) => {
        const prefixes = prefixesOf(span);
        assert.deepEqual([prefixes[0]?.first, prefixes.at(-1)?.last], [span.first, span.last]);
        assert.equal(sizeOf(prefixes), sizeOf([span]));
        for (const prefix of prefixes) assert.deepEqual(parsePrefix(formatPrefix(prefix)), prefix);
      }),
    );
  });

  it('are one where the range is a block', () => {
    assert.deepEqual(prefixesOf({ first: 0, last: 2 ** 32 - 1 }).map(formatPrefix), ['0.0.0.0/0']);
  });
});
