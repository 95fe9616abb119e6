// Plans of Defender: read by the SDK, and replaced as a whole.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { arm, sdkFor, testClock } from './clients.ts';

const path = `/subscriptions/${production}/providers/Microsoft.Security/pricings`;

describe('plans of Defender in the Azure simulator', () => {
  let simulator: AzureSimulator;
  let pricings: ReturnType<typeof sdkFor>['security']['pricings'];
  beforeEach(async () => {
    simulator = await startAzureSimulator({
      now: testClock().now,
      estate: { ...exampleEstate(), plans: { [production]: { pricingTier: 'Free', odd: 1 } } },
    });
    pricings = sdkFor(simulator.url).security.pricings;
  });
  afterEach(() => simulator.close());

  const put = (properties: object, name = 'virtualmachines') =>
    arm(simulator.url, `${path}/${name}`, { method: 'PUT', body: JSON.stringify({ properties }) });
  const stored = async () =>
    ((await (await arm(simulator.url, `${path}/VirtualMachines`)).json()) as { properties: unknown })
      .properties;

  it('are listed, the one for servers among others', async () => {
    const { value } = await pricings.list();
    assert.deepEqual(
      value.map(({ name, pricingTier }) => [name, pricingTier]),
      [
        ['VirtualMachines', 'Free'],
        ['SqlServers', 'Free'],
        ['StorageAccounts', 'Free'],
        ['CloudPosture', 'Free'],
      ],
    );
  });

  it('are changed by the SDK, which loses what it does not know', async () => {
    await pricings.update('VirtualMachines', { pricingTier: 'Standard', subPlan: 'P2' });
    const { pricingTier, subPlan } = await pricings.get('VirtualMachines');
    assert.deepEqual(
      [pricingTier, subPlan, await stored()],
      [
        'Standard',
        'P2',
        {
          pricingTier: 'Standard',
          subPlan: 'P2',
          enablementTime: '2026-03-02T09:00:00.0000000Z',
          freeTrialRemainingTime: 'PT0S',
          resourcesCoverageStatus: 'FullyCovered',
        },
      ],
    );
  });

  it('keep what is sent, but for what only Azure writes', async () => {
    const extensions = [{ name: 'AgentlessVmScanning', isEnabled: 'True' }];
    await put({
      pricingTier: 'Free',
      subPlan: 'P2',
      extensions,
      odd: 2,
      resourcesCoverageStatus: 'FullyCovered',
    });
    assert.deepEqual(await stored(), {
      pricingTier: 'Free',
      extensions,
      odd: 2,
      freeTrialRemainingTime: 'PT0S',
    });
  });

  for (const [what, properties, name] of [
    ['a tier nobody knows', { pricingTier: 'Gold' }, 'VirtualMachines'],
    ['a plan nobody knows', { pricingTier: 'Standard', subPlan: 'P3' }, 'VirtualMachines'],
    ['no tier', {}, 'VirtualMachines'],
    ['a plan that is not for servers', { pricingTier: 'Standard' }, 'SqlServers'],
  ] as const)
    it(`stay as they are where a PUT asks for ${what}`, async () => {
      const before = await stored();
      const { status } = await put(properties, name);
      assert.deepEqual([status, await stored()], [400, before]);
    });

  it('are Standard P2 in an estate that says nothing', async () => {
    await simulator.close();
    simulator = await startAzureSimulator();
    const { pricingTier, subPlan } = await sdkFor(simulator.url).security.pricings.get('VirtualMachines');
    assert.deepEqual([pricingTier, subPlan], ['Standard', 'P2']);
  });
});
