// What Azure's rules allow: wildcards, letter case, and what one role leaves out and another gives.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allows, matches, type Permission } from '../../../src/domain/rights/permission.ts';

const writeRule = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
const may = (...actions: readonly string[]): Permission => ({ actions, notActions: [] });

describe('an action pattern', () => {
  const table: readonly [pattern: string, action: string, boolean][] = [
    ['*', writeRule, true],
    ['*/read', 'Microsoft.Compute/virtualMachines/read', true],
    ['*/read', 'Microsoft.Compute/virtualMachines/write', false],
    ['*/read', 'Microsoft.Compute/virtualMachines/readers/write', false],
    ['microsoft.network/*', writeRule, true],
    ['Microsoft.Network/*/read', 'Microsoft.Network/networkInterfaces/read', true],
    ['Microsoft.Network/networkInterfaces/*/read', 'Microsoft.Network/networkInterfaces/a/b/read', true],
    ['Microsoft.Network/networkInterfaces/*/read', 'Microsoft.Network/networkInterfaces/read', false],
    [writeRule.toUpperCase(), writeRule, true],
    ['Microsoft.Network/networkSecurityGroups', writeRule, false],
    ['Microsoft.Network/networkSecurityGroups/', writeRule, false],
    ['', writeRule, false],
    ['Microsoft.Network.*', writeRule, false],
    ['Microsoft.?etwork/*', writeRule, false],
    ['*/securityRules/*/write', writeRule, false],
    ['*securityRules*write', writeRule, true],
    ['a*a', 'a', false],
    ['ab*b*b', 'abbb', true],
    ['ab*b*b', 'abb', false],
  ];
  for (const [pattern, action, is] of table)
    it(`“${pattern}” ${is ? 'matches' : 'does not match'} ${action}`, () =>
      assert.equal(matches(pattern, action), is));

  it('matches what the same pattern as a regular expression matches', () => {
    const part = fc.constantFrom('a', 'b', 'A', '/', '*', '.', '**');
    const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (pattern, written) => {
        const action = written.replaceAll('*', '');
        const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*');
        assert.equal(matches(pattern, action), new RegExp(`^${source}$`, 'i').test(action));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('permissions', () => {
  const contributorLess = { actions: ['*'], notActions: ['Microsoft.Network/*/write'] };

  it('allow nothing where there are none', () => assert.equal(allows([], writeRule), false));

  it('take away from their own role only: another role wins', () => {
    assert.equal(allows([contributorLess], writeRule), false);
    assert.equal(
      allows([contributorLess, may('Microsoft.Network/networkSecurityGroups/*')], writeRule),
      true,
    );
  });

  it('only grow as roles are added', () => {
    const patterns = fc.array(fc.constantFrom('*', '*/read', '*/write', 'a/*', 'a/b/read', 'a/b/write'), {
      maxLength: 3,
    });
    const role = fc.record({ actions: patterns, notActions: patterns });
    fc.assert(
      fc.property(
        fc.array(role),
        role,
        fc.constantFrom('a/b/read', 'a/b/write', 'c/d/read'),
        (some, more, action) => {
          assert.ok(!allows(some, action) || allows([...some, more], action));
        },
      ),
    );
  });
});
