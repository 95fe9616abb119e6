// The plan of Defender for Servers is read and turned on, over real HTTP.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { DefenderPlan } from '../../sandbox/azure/world.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createDefenderPlans } from '../../src/azure/defender-plans.ts';
import { briefly, thrownBy } from './faults.ts';

const extensions = [
  { name: 'AgentlessVmScanning', isEnabled: 'True', additionalExtensionProperties: { ExclusionTags: '[]' } },
  { name: 'MdeDesignatedSubscription', isEnabled: 'False', operationStatus: { code: 'Succeeded' } },
];
const putPlan = 'PUT pricings';

describe('the plan of Defender for Servers', () => {
  let simulator: AzureSimulator;
  let puts: number;
  afterEach(() => simulator.close());

  const startWith = async (plan?: DefenderPlan) => {
    puts = 0;
    simulator = await startAzureSimulator({
      estate: { ...exampleEstate(), ...(plan && { plans: { [production]: plan } }) },
      journal: (event) => {
        if (event.kind === 'call' && event.method === 'PUT') puts += 1;
      },
    });
    const armEndpoint = simulator.url;
    return createDefenderPlans(createArm({ cloud: 'public', armEndpoint, timeLimitMilliseconds: 5000 }));
  };
  const stored = async (): Promise<Record<string, unknown>> => {
    const path = `/subscriptions/${production}/providers/Microsoft.Security/pricings/VirtualMachines`;
    const answer = await fetch(`${simulator.url}${path}?api-version=2024-01-01`, {
      headers: { authorization: 'Bearer x' },
    });
    const { properties } = (await answer.json()) as { properties: Record<string, unknown> };
    return properties;
  };

  for (const [plan, expected] of [
    [undefined, { tier: 'Standard', subPlan: 'P2' }],
    [{ pricingTier: 'Free' }, { tier: 'Free' }],
    [
      { pricingTier: 'Standard', subPlan: 'P1' },
      { tier: 'Standard', subPlan: 'P1' },
    ],
    [{ pricingTier: 'Standard' }, { tier: 'Standard' }],
  ] as const)
    it(`is read: ${JSON.stringify(expected)}`, async () => {
      const plans = await startWith(plan);
      assert.deepEqual(await plans.planOf(production.toUpperCase()), expected);
    });

  for (const plan of [{ pricingTier: 'Free' }, { pricingTier: 'Standard', subPlan: 'P1' }] as const)
    it(`is turned on from ${JSON.stringify(plan)}, and keeps what it says besides`, async () => {
      const plans = await startWith({ ...plan, enforce: 'True', odd: { level: 1 }, extensions });
      await plans.turnOn(production);
      const { enablementTime: _, ...properties } = await stored();
      assert.deepEqual(
        [await plans.planOf(production), properties, puts],
        [
          { tier: 'Standard', subPlan: 'P2' },
          {
            pricingTier: 'Standard',
            subPlan: 'P2',
            enforce: 'True',
            odd: { level: 1 },
            extensions: [extensions[0], { name: 'MdeDesignatedSubscription', isEnabled: 'False' }],
            freeTrialRemainingTime: 'PT0S',
            resourcesCoverageStatus: 'FullyCovered',
          },
          1,
        ],
      );
    });

  it('is left alone where it is on', async () => {
    const plans = await startWith();
    await plans.turnOn(production);
    assert.equal(puts, 0);
  });

  const body = (code: string) => ({ error: { code, message: 'Raw words.' } });
  const troubles: readonly [string, Parameters<AzureSimulator['faults']['add']>[0]['action'], object][] = [
    [
      'a right that is missing',
      { status: 403, body: body('AuthorizationFailed') },
      {
        code: 'forbidden',
        message: 'The bot lacks the right Microsoft.Security/pricings/write in Azure.',
        permission: 'Microsoft.Security/pricings/write',
      },
    ],
    [
      'another change',
      { status: 409, body: body('Conflict') },
      { code: 'unavailable', message: 'Another change in Azure is in the way. Nothing was changed.' },
    ],
    [
      'throttling',
      { status: 429, headers: { 'retry-after': '9' }, body: body('TooManyRequests') },
      { code: 'throttled', message: 'Azure asks the bot to slow down.', retryAfterSeconds: 9 },
    ],
    ['a broken connection', 'reset-after', { code: 'in-doubt', message: 'The connection to Azure broke.' }],
    [
      "a gateway's page",
      'html-502',
      { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 502).' },
    ],
  ];
  for (const [what, action, expected] of troubles)
    it(`is asked for once, and says what it met: ${what}`, async () => {
      const plans = await startWith({ pricingTier: 'Free' });
      simulator.faults.add({ match: putPlan, action });
      assert.deepEqual([briefly(await thrownBy(plans.turnOn(production))), puts], [expected, 1]);
    });

  it('may be asked for again after a doubt', async () => {
    const plans = await startWith({ pricingTier: 'Free' });
    simulator.faults.add({ match: putPlan, action: 'reset-after' });
    await thrownBy(plans.turnOn(production));
    await plans.turnOn(production);
    assert.deepEqual([await plans.planOf(production), puts], [{ tier: 'Standard', subPlan: 'P2' }, 1]);
  });

  it('is unknown, and not off, where the answer does not say', async () => {
    const plans = await startWith();
    simulator.faults.add({
      match: 'GET pricings',
      action: { status: 200, headers: { 'content-type': 'application/json' }, body: { properties: {} } },
    });
    assert.deepEqual(briefly(await thrownBy(plans.planOf(production))), {
      code: 'unavailable',
      message: 'Azure described the plan of Defender for Servers in a way the bot does not understand.',
    });
  });
});
