import assert from 'node:assert/strict';
import { nsgRuleOf } from '../../src/azure/nsg-rule.ts';

const singular = {
  name: 'MicrosoftDefenderForCloud-JITRule-1-a',
  access: 'Allow',
  direction: 'Inbound',
  priority: 100,
  protocol: 'Tcp',
  sourceAddressPrefix: '203.0.113.7',
  sourceAddressPrefixes: [],
  sourcePortRange: '*',
  sourcePortRanges: [],
  destinationAddressPrefix: '10.0.0.4',
  destinationAddressPrefixes: [],
  destinationPortRange: '3389',
  destinationPortRanges: [],
};

const mapped = {
  name: singular.name,
  nsg: 'web-nsg',
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sources: ['203.0.113.7'],
  destinations: ['10.0.0.4'],
  sourcePorts: ['*'],
  destinationPorts: ['3389'],
  usesApplicationGroups: false,
};

describe('NSG rule', () => {
  const table: readonly (readonly [string, object, object])[] = [
    ['singular fields with empty plural ones', {}, {}],
    [
      'plural fields with empty or missing singular ones',
      {
        sourceAddressPrefix: '',
        sourceAddressPrefixes: ['a', 'b'],
        destinationPortRange: null,
        destinationPortRanges: ['22', '80-90'],
      },
      { sources: ['a', 'b'], destinationPorts: ['22', '80-90'] },
    ],
    ['the same value in both', { sourceAddressPrefixes: ['203.0.113.7'] }, {}],
    ['another letter case', { access: 'allow', direction: 'INBOUND' }, {}],
    [
      'an application group as its source',
      { sourceAddressPrefix: undefined, sourceApplicationSecurityGroups: [{ id: 'asg' }] },
      { sources: [], usesApplicationGroups: true },
    ],
    [
      'an application group as its destination',
      { destinationAddressPrefix: undefined, destinationApplicationSecurityGroups: [{ id: 'asg' }] },
      { destinations: [], usesApplicationGroups: true },
    ],
    ['no application group in the list', { sourceApplicationSecurityGroups: [] }, {}],
  ];
  for (const [what, rule, expected] of table)
    it(`understands ${what}`, () =>
      assert.deepEqual(nsgRuleOf({ ...singular, ...rule }, 'web-nsg'), { ...mapped, ...expected }));

  const incomplete: readonly object[] = [
    { access: undefined },
    { access: 'Maybe' },
    { direction: undefined },
    { priority: undefined },
    { protocol: '' },
    { sourceAddressPrefix: undefined },
    { destinationAddressPrefix: '' },
    { destinationPortRange: undefined },
    { sourcePortRange: undefined },
  ];
  for (const rule of incomplete)
    it(`draws no conclusion from a rule with ${JSON.stringify(Object.entries(rule))}`, () =>
      assert.throws(() => nsgRuleOf({ ...singular, ...rule }, 'web-nsg'), {
        code: 'unavailable',
        message: `Azure described the rule ${singular.name} of web-nsg only in part: what it lets in is unknown.`,
      }));
});
