// Into which JIT policy a machine goes.
import assert from 'node:assert/strict';
import { jitPolicyFor } from '../../../src/domain/setup/jit-place.ts';

const sub = '10000000-0000-4000-8000-000000000001';
const machine = (name: string, group = 'rg-web', region = 'westeurope') => ({
  name,
  azureId: `/subscriptions/${sub}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`,
  resourceGroup: group,
  region,
});
const policy = (name: string, group = 'rg-web', region = 'westeurope') =>
  `/subscriptions/${sub}/resourceGroups/${group}/providers/Microsoft.Security/locations/${region}/jitNetworkAccessPolicies/${name}`;

describe('The JIT policy for a machine', () => {
  it('is a new one where its place has none', () =>
    assert.deepEqual(jitPolicyFor(machine('web-01'), [policy('default', 'rg-data')]), {
      policyId: policy('default'),
      newPolicy: true,
    }));

  it('is the one of its subscription, group and region, in whatever letters', () => {
    const there = policy('ops', 'RG-WEB', 'WestEurope');
    const all = [policy('north', 'rg-web', 'northeurope'), there];
    assert.deepEqual(jitPolicyFor(machine('web-01'), all), { policyId: there });
  });

  it('is the usual one of several, and else the first by name', () => {
    const both = [policy('alpha'), policy('Default')];
    const others = [policy('beta'), policy('alpha')];
    assert.deepEqual(
      [jitPolicyFor(machine('web-01'), both), jitPolicyFor(machine('web-01'), others)],
      [{ policyId: policy('Default') }, { policyId: policy('alpha') }],
    );
  });

  it('leaves room for the machine’s name: 56 characters for both', () => {
    const long = policy('a-very-long-policy-name');
    const all = [long];
    const named = (length: number) => jitPolicyFor(machine('m'.repeat(length)), all)?.policyId;
    assert.deepEqual(
      [named(33), named(34), named(49), named(50), named(53), named(54)],
      [long, policy('default'), policy('default'), policy('jit'), policy('jit'), undefined],
    );
  });
});
