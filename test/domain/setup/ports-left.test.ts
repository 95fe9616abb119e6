// What ports let in without JIT's Deny, and whether it is there.
import assert from 'node:assert/strict';
import { hasNsg, isGuarded, portsLeft } from '../../../src/domain/setup/ports-left.ts';
import { allow, azureDefaults, filters, jitAllow, jitDeny } from '../nsg/rule-builder.ts';

const rdp = [{ port: 3389, protocol: 'TCP' }] as const;
const old = allow(300, 'default-allow-rdp', { destinationPorts: ['3389'] });
const officeOnly = allow(310, 'office', { sources: ['203.0.113.0/24'], destinationPorts: ['3389'] });
const named = ({ nsg, name, priority }: typeof old) => ({ nsg, name, priority });

describe('What is left open without JIT', () => {
  for (const [what, rules, left] of [
    ['nothing, where nothing else allows it', [jitDeny, ...azureDefaults], { world: 'none', rules: [] }],
    [
      'what JIT’s own Allow lets in, for access that is open',
      [jitAllow, jitDeny, ...azureDefaults],
      { world: 'some', rules: [named(jitAllow)] },
    ],
    ['everything, by an older rule', [old, jitDeny, ...azureDefaults], { world: 'all', rules: [named(old)] }],
    [
      'everything, also by a rule that JIT’s Deny rule outranks today',
      [{ ...jitDeny, priority: 200 }, old, ...azureDefaults],
      { world: 'all', rules: [named(old)] },
    ],
    [
      'some, by a narrower rule',
      [officeOnly, jitDeny, ...azureDefaults],
      { world: 'some', rules: [named(officeOnly)] },
    ],
  ] as const)
    it(`is ${what}`, () =>
      assert.deepEqual(portsLeft([filters({ onInterface: rules })], rdp), [{ port: 3389, ...left }]));

  it('is what both NSGs let through', () =>
    assert.deepEqual(
      portsLeft([filters({ onInterface: [old, ...azureDefaults], onSubnet: [...azureDefaults] })], rdp),
      [{ port: 3389, world: 'none', rules: [] }],
    ));
});

describe('JIT’s Deny rule', () => {
  it('guards on either NSG, and only its own ports', () =>
    assert.deepEqual(
      [
        isGuarded([filters({ onInterface: [jitDeny], onSubnet: [] })], 3389),
        isGuarded([filters({ onInterface: [], onSubnet: [jitDeny] })], 22),
        isGuarded([filters({ onInterface: [jitDeny] })], 5985),
        isGuarded([filters({ onInterface: azureDefaults })], 3389),
        isGuarded([], 3389),
      ],
      [true, true, false, false, false],
    ));

  it('is looked for before the primary address', () => {
    const second = filters({ privateAddress: '10.0.0.5', primary: false, onInterface: azureDefaults });
    assert.deepEqual(
      [
        isGuarded([filters({ onInterface: [jitDeny] }), second], 3389),
        isGuarded([filters({ primary: false, onInterface: [jitDeny] }), second], 3389),
      ],
      [true, false],
    );
  });

  it('is not one that somebody else’s rule is called', () =>
    assert.equal(isGuarded([filters({ onInterface: [{ ...jitDeny, name: 'deny-all' }] })], 3389), false));
});

describe('An NSG in front of a machine', () => {
  it('is on the interface or on the subnet, or there is none', () =>
    assert.deepEqual(
      [filters({ onInterface: [] }), filters({ onSubnet: [] }), filters({})].map((each) => hasNsg([each])),
      [true, true, false],
    ));
});
