// What a look means: ready only by JIT's own rule, closed only when nothing gets in.
import assert from 'node:assert/strict';
import type { AddressFilters, NsgRule } from '../../src/domain/nsg/rule.ts';
import { sightOfClosing, sightOfOpening } from '../../src/domain/sight.ts';
import { noon, terms } from '../support/requests.ts';

const base: NsgRule = {
  name: 'rule',
  nsg: 'nsg-1',
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sources: ['*'],
  destinations: ['*'],
  destinationPorts: ['*'],
  sourcePorts: ['*'],
  usesApplicationGroups: false,
};
const denyAll: NsgRule = { ...base, name: 'DenyAllInBound', access: 'Deny', priority: 65_500, protocol: '*' };
const jitName = `MicrosoftDefenderForCloud-JITRule-42-${'a'.repeat(32)}`;
const jit: NsgRule = {
  ...base,
  name: jitName,
  sources: ['203.0.113.7'],
  destinations: ['10.0.0.4'],
  destinationPorts: ['3389'],
};
const older: NsgRule = { ...base, name: 'allow-rdp', priority: 300, destinationPorts: ['3389'] };
const block: NsgRule = {
  ...base,
  name: 'block-rdp',
  access: 'Deny',
  priority: 90,
  destinationPorts: ['3389'],
};
const group: NsgRule = {
  ...base,
  name: 'by-group',
  access: 'Deny',
  priority: 50,
  usesApplicationGroups: true,
};

const at = (
  onInterface: readonly NsgRule[] | undefined,
  onSubnet?: readonly NsgRule[],
  privateAddress = '10.0.0.4',
): AddressFilters => ({ privateAddress, primary: privateAddress === '10.0.0.4', onInterface, onSubnet });

const jitRule = { nsg: 'nsg-1', name: jitName, priority: 100 };

describe('a look at an opening', () => {
  const table: readonly [string, readonly AddressFilters[], unknown][] = [
    ['JIT let the source in', [at([jit, denyAll])], { kind: 'open', address: '10.0.0.4', rule: jitRule }],
    [
      'JIT wrote to the subnet and the interface has no NSG',
      [at(undefined, [jit, denyAll])],
      { kind: 'open', address: '10.0.0.4', rule: jitRule },
    ],
    ['no rule yet', [at([denyAll])], { kind: 'no-jit-rule' }],
    ['open to the world, but not by JIT', [at([older, denyAll])], { kind: 'no-jit-rule' }],
    [
      'a JIT rule for another source',
      [at([{ ...jit, sources: ['203.0.113.8'] }, denyAll])],
      { kind: 'no-jit-rule' },
    ],
    [
      'a Deny before it',
      [at([jit, block, denyAll])],
      { kind: 'blocked', level: 'interface', rule: { nsg: 'nsg-1', name: 'block-rdp', priority: 90 } },
    ],
    [
      'a subnet that blocks',
      [at([jit, denyAll], [{ ...denyAll, nsg: 'subnet-nsg' }])],
      {
        kind: 'blocked',
        level: 'subnet',
        rule: { nsg: 'subnet-nsg', name: 'DenyAllInBound', priority: 65_500 },
      },
    ],
    [
      'a rule nobody here can decide',
      [at([jit, group, denyAll])],
      { kind: 'unknown', because: 'rule by-group (priority 50): application security group' },
    ],
    ['no interface left', [], { kind: 'unknown', because: 'the machine has no network interface' }],
    [
      'JIT opened the second address while the first is open by other means',
      [at([older, denyAll]), at([{ ...jit, destinations: ['10.0.0.5'] }, denyAll], undefined, '10.0.0.5')],
      { kind: 'open', address: '10.0.0.5', rule: jitRule },
    ],
  ];
  for (const [situation, filters, sight] of table)
    it(`sees: ${situation}`, () => assert.deepEqual(sightOfOpening(filters, terms), sight));
});

describe('a look after the end', () => {
  const wider = { sources: ['203.0.113.0/24'], endsAt: noon + 1000, status: 'Initiated' };
  const running = { sources: ['203.0.113.7/32'], endsAt: noon + 1000, status: 'Initiated' };
  const table: readonly [string, readonly AddressFilters[], (typeof running)[], unknown][] = [
    ['rule gone, port shut', [at([denyAll])], [], { kind: 'shut' }],
    ['machine gone', [], [], { kind: 'shut' }],
    ['the rule is still there', [at([jit, denyAll])], [], { kind: 'jit-rule-remains', rule: jitRule }],
    [
      'the rule is still there though something else blocks',
      [at([jit, block, denyAll])],
      [],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'an older Allow rule keeps it open',
      [at([older, denyAll])],
      [],
      { kind: 'open-by-other-rule', rule: { nsg: 'nsg-1', name: 'allow-rdp', priority: 300 } },
    ],
    ['no NSG at all', [at(undefined)], [], { kind: 'open-by-other-rule' }],
    [
      'another grant runs on',
      [at([jit, denyAll])],
      [running],
      { kind: 'open-by-other-grant', until: noon + 1000 },
    ],
    [
      'a wider grant does not explain our own rule: JIT copies the source into it',
      [at([jit, denyAll])],
      [wider],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'our rule is gone, and a wider grant lets the source in',
      [at([{ ...jit, sources: ['203.0.113.0/24'] }, denyAll])],
      [wider],
      { kind: 'open-by-other-grant', until: noon + 1000 },
    ],
    [
      'our rule is gone, and a wider rule of JIT that no grant explains lets the source in',
      [at([{ ...jit, sources: ['203.0.113.0/24'] }, denyAll])],
      [],
      { kind: 'open-by-other-rule', rule: jitRule, madeByJit: true },
    ],
    [
      'our rule is there behind a Deny, with a wider grant running',
      [at([jit, block, denyAll])],
      [wider],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'another grant that is over explains nothing',
      [at([jit, denyAll])],
      [{ ...running, endsAt: noon }],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'another grant in a state nobody knows explains nothing',
      [at([jit, denyAll])],
      [{ ...running, status: 'Paused' }],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'another grant for other people explains nothing',
      [at([jit, denyAll])],
      [{ ...running, sources: ['198.51.100.0/24'] }],
      { kind: 'jit-rule-remains', rule: jitRule },
    ],
    [
      'a rule nobody here can decide is not shut',
      [at([{ ...group, access: 'Allow' }, denyAll])],
      [],
      { kind: 'unknown', because: 'rule by-group (priority 50): application security group' },
    ],
  ];
  for (const [situation, filters, others, sight] of table)
    it(`sees: ${situation}`, () => assert.deepEqual(sightOfClosing(filters, terms, others, noon), sight));
});
