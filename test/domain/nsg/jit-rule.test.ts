// Which rules count as made by JIT.
import assert from 'node:assert/strict';
import { isJitAllow, isJitAllowOnlyFor, jitRuleKind } from '../../../src/domain/nsg/jit-rule.ts';
import type { NsgRule } from '../../../src/domain/nsg/rule.ts';
import { allow, deny, JIT_ALLOW, JIT_DENY, jitAllow, jitDeny } from './rule-builder.ts';

const HEX = '0123456789abcdef0123456789ABCDEF';
const expected = { source: '203.0.113.7', port: 3389, privateAddresses: ['10.0.0.4', '10.0.1.4'] };

describe('jitRuleKind', () => {
  const table: readonly (readonly [rule: NsgRule, kind: 'allow' | 'deny' | undefined])[] = [
    [allow(100, JIT_ALLOW), 'allow'],
    [allow(100, `SecurityCenter-JITRule-17-${HEX}`), 'allow'],
    [allow(100, `SecurityCenter-JITRule--17-${HEX}`), 'allow'],
    [deny(4096, JIT_DENY), 'deny'],
    [deny(4096, `SecurityCenter-JITRule_17_${HEX}`), 'deny'],
    [deny(4096, `MicrosoftDefenderForCloud-JITRule_-17_${HEX}`), 'deny'],
    [deny(4096, JIT_ALLOW), undefined],
    [allow(100, JIT_DENY), undefined],
    [allow(100, `my-SecurityCenter-JITRule-17-${HEX}`), undefined],
    [allow(100, `SecurityCenter-JITRule-17-${HEX}0`), undefined],
    [allow(100, `SecurityCenter-JITRule-17-${HEX.slice(1)}`), undefined],
    [allow(100, `SecurityCenter-JITRule-x-${HEX}`), undefined],
    [allow(100, `Sentinel-JITRule-17-${HEX}`), undefined],
    [allow(100, 'AllowRdp'), undefined],
  ];
  for (const [rule, kind] of table)
    it(`takes ${rule.access} ${rule.name} for ${kind ?? 'none of JIT'}`, () => {
      assert.equal(jitRuleKind(rule), kind);
    });
});

describe('isJitAllow', () => {
  const taken: Record<string, Partial<NsgRule>> = {
    'as Azure writes it': {},
    'of the old name family': { name: `SecurityCenter-JITRule-17-${HEX}` },
    'with /32 after the source': { sources: ['203.0.113.7/32'] },
    'with the source among others': { sources: ['192.0.2.1', '203.0.113.7'] },
    'with a range that holds the port': { destinationPorts: ['3380-3390'] },
    'for another address of the machine': { destinations: ['10.0.1.4/32'] },
  };
  for (const [what, change] of Object.entries(taken))
    it(`accepts a rule ${what}`, () => {
      assert.equal(isJitAllow({ ...jitAllow, ...change }, expected), true);
    });

  const refused: Record<string, Partial<NsgRule>> = {
    'of another name': { name: 'AllowRdp' },
    'that denies': { access: 'Deny' },
    'that is outbound': { direction: 'Outbound' },
    'for another port': { destinationPorts: ['3388'] },
    'for everybody': { sources: ['*'] },
    'for a wider source than asked': { sources: ['203.0.113.0/24'] },
    'for another source': { sources: ['203.0.113.8'] },
    'for another machine': { destinations: ['10.0.0.5'] },
    'about application groups': { usesApplicationGroups: true },
  };
  for (const [what, change] of Object.entries(refused))
    it(`refuses a rule ${what}`, () => {
      assert.equal(isJitAllow({ ...jitAllow, ...change }, expected), false);
    });

  it('refuses the JIT Deny', () => {
    assert.equal(isJitAllow(jitDeny, expected), false);
  });

  it('takes an asked network for the same network only', () => {
    const network = { ...expected, source: '203.0.113.0/24' };
    const rules = ['203.0.113.0/24', '203.0.113.0/25', '203.0.113.0'].map((source) => ({
      ...jitAllow,
      sources: [source],
    }));

    assert.deepEqual(
      rules.map((rule) => isJitAllow(rule, network)),
      [true, false, false],
    );
  });

  it('refuses when the machine has no address', () => {
    assert.equal(isJitAllow(jitAllow, { ...expected, privateAddresses: [] }), false);
  });
});

describe('isJitAllowOnlyFor', () => {
  const taken: Record<string, Partial<NsgRule>> = {
    'as Azure writes it': {},
    'with /32 everywhere': { sources: ['203.0.113.7/32'], destinations: ['10.0.0.4/32'] },
    'for both addresses of the machine': { destinations: ['10.0.0.4', '10.0.1.4'] },
    'that names the port as a range': { destinationPorts: ['3389-3389'] },
  };
  for (const [what, change] of Object.entries(taken))
    it(`accepts a rule ${what}`, () => {
      assert.equal(isJitAllowOnlyFor({ ...jitAllow, ...change }, expected), true);
    });

  const refused: Record<string, Partial<NsgRule>> = {
    'that JIT did not make': { name: 'AllowRdp' },
    'of another source': { sources: ['203.0.113.8'] },
    'with one more source': { sources: ['203.0.113.7', '192.0.2.1'] },
    'with one more port': { destinationPorts: ['3389', '22'] },
    'with a range around the port': { destinationPorts: ['3380-3390'] },
    'with a port nobody can read': { destinationPorts: ['3389', 'rdp'] },
    'that reaches another machine, too': { destinations: ['10.0.0.4', '10.0.0.5'] },
    'that reaches the whole subnet': { destinations: ['10.0.0.0/24'] },
    'that reaches everything': { destinations: ['*'] },
  };
  for (const [what, change] of Object.entries(refused))
    it(`refuses a rule ${what}`, () => {
      assert.equal(isJitAllowOnlyFor({ ...jitAllow, ...change }, expected), false);
    });
});
