// Fuzzes the judging of NSGs: open, shut and holes are what packets sent one by one say; what cannot be told is never a yes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { holesIn } from '../../../src/domain/nsg/holes.ts';
import { judgePort } from '../../../src/domain/nsg/judge-port.ts';
import type { AddressFilters } from '../../../src/domain/nsg/rule.ts';
import { sightOfClosing, sightOfOpening } from '../../../src/domain/sight.ts';
import type { Terms } from '../../../src/domain/terms.ts';
import { terms as sampleTerms } from '../../support/requests.ts';
import { pureTarget } from '../target.ts';
import { type Asked, withJitAllow } from './any-rules.ts';
import { blockOf, borders, dottedOf, type Fates, type Packet, packetTest } from './packet-oracle.ts';

type Lets = 'all' | 'some' | 'none' | 'unknown';
const bestFirst: readonly Lets[] = ['all', 'some', 'unknown', 'none'];

const rulesOf = ({ onInterface = [], onSubnet = [] }: AddressFilters) => [...onInterface, ...onSubnet];

/** One packet for every way in which some rule could tell two apart. */
function packetsTo(filters: AddressFilters, { source, protocol }: Asked): readonly Packet[] {
  const rules = rulesOf(filters);
  const addresses = borders(
    blockOf(source) ?? assert.fail(`${source} is no prefix`),
    rules.flatMap(({ sources }) =>
      sources.flatMap((text) => [blockOf(text)].filter((block) => block !== undefined)),
    ),
  );
  const sourcePorts = borders(
    [0, 65_535],
    rules.flatMap((rule) =>
      rule.sourcePorts.flatMap((text) => {
        const [first, last = first] = text.split('-').map(Number);
        return first === undefined || last === undefined || Number.isNaN(first)
          ? []
          : [[first, last] as const];
      }),
    ),
  );
  const protocols = protocol === '*' ? (['TCP', 'UDP'] as const) : [protocol];
  return addresses.flatMap((address) =>
    protocols.flatMap((one) =>
      sourcePorts.map((sourcePort) => ({ source: address, protocol: one, sourcePort })),
    ),
  );
}

const surely = (fate: 'in' | 'out') => (fates: Fates) => fates.size === 1 && fates.has(fate);

function truthAt(filters: AddressFilters, asked: Asked): Lets {
  const all = packetsTo(filters, asked).map(packetTest(filters, asked.port));
  if (all.every(surely('in'))) return 'all';
  if (all.every(surely('out'))) return 'none';
  return all.some(surely('in')) && all.some(surely('out')) ? 'some' : 'unknown';
}

function judged(filters: readonly AddressFilters[], asked: Asked, truths: readonly Lets[]): void {
  const best = bestFirst.find((lets) => truths.includes(lets));
  assert.equal(judgePort(filters, asked).lets, best);
}

function sighted(filters: readonly AddressFilters[], asked: Asked, truths: readonly Lets[]): void {
  const terms: Terms = { ...sampleTerms, ...asked };
  const opening = sightOfOpening(filters, terms);
  if (opening.kind === 'open') {
    const index = filters.findIndex(({ privateAddress }) => privateAddress === opening.address);
    const at = filters[index];
    assert.ok(at !== undefined && truths[index] === 'all', 'open, and not all get in');
    const rule = rulesOf(at).find(({ name }) => name === opening.rule.name);
    assert.ok(rule?.access === 'Allow' && /JITRule-/.test(rule.name), 'open, and JIT made no rule');
  }
  const closing = sightOfClosing(filters, terms, [], 0);
  if (closing.kind === 'shut')
    for (const truth of truths) assert.equal(truth, 'none', 'shut, and somebody gets in');
}

/** Holes are what lets the world in though nobody was given access; a rule that is named really lets somebody in. */
function holes(filters: readonly AddressFilters[], { port, protocol }: Asked): void {
  const found = holesIn(filters, { port, protocol });
  const bare = filters.map((each) => ({
    ...each,
    onInterface: each.onInterface?.filter(({ access, name }) => access === 'Deny' || !/JITRule-/.test(name)),
    onSubnet: each.onSubnet?.filter(({ access, name }) => access === 'Deny' || !/JITRule-/.test(name)),
  }));
  const world = { source: '203.0.112.0/23', port, protocol };
  const [anyIn] = bare.flatMap((each) => {
    const fate = packetTest(each, port);
    const packet = packetsTo(each, world).find((one) => surely('in')(fate(one)));
    return packet === undefined ? [] : [{ each, packet }];
  });
  // Without any NSG there is no rule that could be named.
  const nameable = anyIn !== undefined && (anyIn.each.onInterface ?? anyIn.each.onSubnet) !== undefined;
  if (nameable)
    assert.notEqual(found.length, 0, `${dottedOf(anyIn.packet.source)} gets in, and no hole is named`);
  for (const hole of found) {
    const rules = bare.flatMap(rulesOf).filter(({ name }) => name === hole.rule.name);
    assert.ok(
      rules.some(({ access }) => access === 'Allow'),
      'a hole that is no Allow rule',
    );
    assert.notEqual(hole.sources.length, 0, 'a hole for nobody');
  }
}

export const nsgs = pureTarget(
  'nsgs',
  80,
  fc.property(withJitAllow, ([filters, asked]) => {
    const truths = filters.map((each) => truthAt(each, asked));
    judged(filters, asked, truths);
    sighted(filters, asked, truths);
    holes(filters, asked);
  }),
);
