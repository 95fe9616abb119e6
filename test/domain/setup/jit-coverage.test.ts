// Which machines have JIT, could have it, or cannot.
import assert from 'node:assert/strict';
import type { SeenMachine } from '../../../src/domain/estate.ts';
import { type Coverage, jitCoverage } from '../../../src/domain/setup/jit-coverage.ts';
import { filtersOf, type Standing } from '../nsg/rule-text.ts';
import { deny, rdpPorts, seenMachine, seenOf, subscription } from './seen.ts';

const adasRule = '100 Allow jit from 203.0.113.7 to 10.0.0.4 port 3389';
const rdp = '300 Allow rdp tcp port 3389';
const off = { jitPorts: [] };
const [rdpPort] = rdpPorts;
const ssh = rdpPort && { ...rdpPort, port: 22 };

const effective: Coverage = { kind: 'effective', ports: [3389] };
const hole = (nsg: string, sources = ['*']) => ({
  code: 'holes' as const,
  holes: [{ port: 3389, rule: { nsg, name: 'rdp', priority: 300 }, sources }],
});
const inName = (...because: Extract<Coverage, { kind: 'in-name-only' }>['because']): Coverage => ({
  kind: 'in-name-only',
  ports: [3389],
  because,
});
const noDeny = { code: 'no-deny', ports: [3389] } as const;
const could = (...remarks: Extract<Coverage, { kind: 'could' }>['remarks']): Coverage => ({
  kind: 'could',
  remarks,
});

const table: readonly (readonly [string, Standing, Parameters<typeof seenMachine>[1], Coverage])[] = [
  ['JIT’s Deny rule on the interface', { nic: [deny] }, {}, effective],
  ['JIT’s Deny rule on the subnet', { subnet: [deny] }, {}, effective],
  ['a grant that somebody has', { nic: [adasRule, deny] }, {}, effective],
  ['an older rule above JIT’s Deny rule', { nic: [rdp, deny] }, {}, inName(hole('nsg-nic'))],
  [
    'an older rule for some',
    { nic: [rdp.replace('tcp', 'tcp from 203.0.113.0/24'), deny] },
    {},
    inName(hole('nsg-nic', ['203.0.113.0/24'])),
  ],
  [
    'an older rule that the subnet stops',
    { subnet: ['200 Deny no port 3389'], nic: [rdp, deny] },
    {},
    effective,
  ],
  ['an older rule below JIT’s Deny rule', { nic: [deny.replace('4096', '200'), rdp] }, {}, effective],
  ['no Deny, and nobody let in', { nic: [] }, {}, inName(noDeny)],
  ['no Deny, and an older rule', { nic: [rdp] }, {}, inName(hole('nsg-nic'), noDeny)],
  [
    'a Deny for one port of two',
    { nic: [deny] },
    { jitPorts: [...rdpPorts, ...(ssh ? [ssh] : [])] },
    { kind: 'in-name-only', ports: [22, 3389], because: [{ code: 'no-deny', ports: [22] }] },
  ],
  ['no NSG', {}, {}, inName({ code: 'no-nsg' })],
  ['no interface', {}, { filters: [] }, inName({ code: 'no-interface' })],
  [
    'a second address without an NSG',
    {},
    {
      filters: [filtersOf({ nic: [deny] }), { ...filtersOf({}), privateAddress: '10.0.0.5', primary: false }],
    },
    inName({ code: 'open-address', ports: [3389] }),
  ],
  [
    'a rule of which nobody knows whom it means',
    { nic: ['300 Allow cloud from AzureCloud', deny] },
    {},
    { kind: 'unclear', ports: [3389], because: [{ code: 'rules-unclear', ports: [3389] }] },
  ],
  [
    'a port that a policy describes only in part',
    { nic: [deny] },
    { unclearPorts: true },
    { kind: 'unclear', ports: [3389], because: [{ code: 'ports-unclear' }] },
  ],
  [
    'only ports that a policy describes in part',
    { nic: [deny] },
    { jitPorts: [], unclearPorts: true },
    { kind: 'unclear', ports: [], because: [{ code: 'ports-unclear' }] },
  ],
  ['an NSG, and no policy', { nic: [] }, off, could()],
  ['an NSG on the subnet, and no policy', { subnet: [rdp] }, off, could()],
  [
    'no policy, and one address without an NSG',
    {},
    { ...off, filters: [filtersOf({ nic: [] }), { ...filtersOf({}), privateAddress: '10.0.0.5' }] },
    could('address-without-nsg'),
  ],
  ['no policy, and no NSG', {}, off, { kind: 'cannot', why: 'no-nsg' }],
  ['no policy, and no interface', {}, { ...off, filters: [] }, { kind: 'cannot', why: 'no-interface' }],
  [
    'a name that leaves no room for a policy’s',
    { nic: [] },
    { ...off, name: 'x'.repeat(54) },
    { kind: 'cannot', why: 'name-too-long' },
  ],
  ['a name that leaves room for a short one', { nic: [] }, { ...off, name: 'x'.repeat(53) }, could()],
];

describe('whether a machine has JIT', () => {
  for (const [standing, nsgs, changes, coverage] of table)
    it(`is “${coverage.kind}” with ${standing}`, () => {
      const [covered] = jitCoverage(seenOf([seenMachine(nsgs, changes)])).machines;
      assert.deepEqual(covered?.coverage, coverage);
    });

  it('comes with a remark on each fact that is not known or not there', () => {
    const { system: _, publicAddress: __, ...bare } = seenMachine({ nic: [] }, off);
    const [covered] = jitCoverage(seenOf([bare])).machines;
    assert.deepEqual(covered?.coverage, could('no-public-address', 'system-unknown'));
  });

  it('is “in name only” where a policy lists it without a port', () => {
    const machine = seenMachine({ nic: [deny] }, off);
    const [covered] = jitCoverage(seenOf([machine], [machine.id])).machines;
    assert.deepEqual(covered?.coverage, { kind: 'in-name-only', ports: [], because: [{ code: 'no-ports' }] });
  });
});

describe('the coverage of a subscription', () => {
  const machines = [
    seenMachine({ nic: [deny] }, { name: 'c' }),
    seenMachine({ nic: [rdp, deny] }, { name: 'b' }),
    seenMachine({ nic: [] }, { name: 'a', ...off }),
    seenMachine({}, { name: 'd', ...off }),
  ];

  it('counts each machine once, and those that are gone', () => {
    const { counts, gone } = jitCoverage(seenOf(machines, ['/gone/1', '/gone/2']));
    assert.deepEqual(
      { counts, gone },
      { counts: { effective: 1, 'in-name-only': 1, unclear: 0, could: 1, cannot: 1 }, gone: 2 },
    );
  });

  it('has the machines by name, in whatever order Azure sent them', () => {
    const namesOf = (of: readonly SeenMachine[]) =>
      jitCoverage(seenOf(of)).machines.map(({ machine }) => machine.name);
    assert.deepEqual([namesOf(machines), namesOf(machines.toReversed())], [[...'abcd'], [...'abcd']]);
  });

  it('of nothing is nothing', () => {
    assert.deepEqual(jitCoverage(seenOf([])), {
      subscription,
      machines: [],
      counts: { effective: 0, 'in-name-only': 0, unclear: 0, could: 0, cannot: 0 },
      gone: 0,
    });
  });
});
