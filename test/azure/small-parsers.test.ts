import assert from 'node:assert/strict';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import fc from 'fast-check';
import { actionOf } from '../../src/azure/action-of.ts';
import { armIdOf } from '../../src/azure/arm-id.ts';
import { isoDurationSeconds } from '../../src/azure/iso-duration.ts';
import { retryAfterSecondsOf } from '../../src/azure/retry-after.ts';
import { ids, lists } from '../support/arm-bodies.ts';

describe('ISO 8601 durations', () => {
  const table: readonly (readonly [string, number | undefined])[] = [
    ['PT3H', 10_800],
    ['PT1H30M', 5400],
    ['P1D', 86_400],
    ['P1DT0H', 86_400],
    ['PT45M', 2700],
    ['PT3600S', 3600],
    ['PT90.5S', 90],
    ['P1W', 604_800],
    ['pt5m', 300],
    ['', undefined],
    ['P', undefined],
    ['PT', undefined],
    ['PT0H', undefined],
    ['P1M', undefined],
    ['-PT1H', undefined],
    ['03:00:00', undefined],
    ['PT3H and more', undefined],
  ];
  for (const [duration, seconds] of table)
    it(`reads "${duration}" as ${seconds}`, () => assert.equal(isoDurationSeconds(duration), seconds));

  it('adds up days, hours, minutes and seconds', () => {
    const few = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(few, few, few, few, (d, h, m, s) => {
        assert.equal(isoDurationSeconds(`P${d}DT${h}H${m}M${s}S`), ((d * 24 + h) * 60 + m) * 60 + s);
      }),
    );
  });
});

describe('Retry-After', () => {
  const table: readonly (readonly [Record<string, string>, number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '17' }, 17],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'x-ms-retry-after-ms': '1500' }, 2],
    [{ 'retry-after-ms': '100', 'retry-after': '60' }, 1],
    [{ date: 'Sun, 01 Mar 2026 12:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 12:01:30 GMT' }, 90],
    [{ date: 'Sun, 01 Mar 2026 12:00:00 GMT', 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, undefined],
  ];
  for (const [headers, seconds] of table)
    it(`reads ${JSON.stringify(headers)} as ${seconds}`, () =>
      assert.equal(retryAfterSecondsOf(createHttpHeaders(headers)), seconds));
});

describe('Azure actions', () => {
  const arm = 'https://management.azure.com';
  const table = [
    ['GET', `${ids.nic}?api-version=1`, 'Microsoft.Network/networkInterfaces/read'],
    ['GET', ids.subnet, 'Microsoft.Network/virtualNetworks/subnets/read'],
    ['GET', ids.policy, 'Microsoft.Security/locations/jitNetworkAccessPolicies/read'],
    ['GET', lists.policies, 'Microsoft.Security/jitNetworkAccessPolicies/read'],
    ['POST', ids.initiate, 'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'],
    ['DELETE', ids.rule, 'Microsoft.Network/networkSecurityGroups/securityRules/delete'],
    ['PUT', ids.nsg, 'Microsoft.Network/networkSecurityGroups/write'],
    ['GET', '/subscriptions', undefined],
  ] as const;
  for (const [method, path, action] of table)
    it(`needs ${action} for ${method} ${path}`, () =>
      assert.equal(actionOf(method, `${arm}${path}`), action));
});

describe('ARM ids', () => {
  it('gives names by their segment, in any case', () => {
    const part = armIdOf(ids.subnet.toUpperCase());
    assert.deepEqual([part('virtualNetworks'), part('subnets')], ['VNET', 'WEB']);
  });

  it('does not take a name for a segment', () => {
    const part = armIdOf('/subscriptions/subnets/resourceGroups/rg');
    assert.throws(() => part('subnets'), { code: 'unavailable' });
  });
});
