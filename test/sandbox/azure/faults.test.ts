// Faults and quirks: what a broken Azure looks like, and that nothing is opened which was not.
import assert from 'node:assert/strict';
import type { FaultSpec } from '../../../sandbox/azure/faults.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import type { Quirk } from '../../../sandbox/azure/world.ts';
import { machineId, policyPath, sdkFor, testClock } from './clients.ts';

const minute = 60_000;

describe('a fault in the Azure simulator', () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  let sdk: ReturnType<typeof sdkFor>;
  beforeEach(async () => {
    clock = testClock();
    simulator = await startAzureSimulator({ now: clock.now });
    sdk = sdkFor(simulator.url);
  });
  afterEach(() => simulator.close());

  const open = () =>
    sdk.security.jitNetworkAccessPolicies.initiate('rg-web-prod', 'westeurope', 'default', {
      virtualMachines: [
        {
          id: machineId('rg-web-prod', 'web-01'),
          ports: [
            {
              number: 3389,
              endTimeUtc: new Date(clock.now() + 10 * minute),
              allowedSourceAddressPrefix: '203.0.113.7',
            },
          ],
        },
      ],
    });
  const allowRules = () =>
    simulator.nsg('nsg-web-01').filter((rule) => rule.name.includes('JITRule-')).length;

  const breakages: readonly {
    action: FaultSpec['action'];
    seen: Record<string, unknown>;
    opened: boolean;
  }[] = [
    { action: 'reset-before', seen: { code: 'ECONNRESET' }, opened: false },
    { action: 'reset-after', seen: { code: 'ECONNRESET' }, opened: true },
    { action: 'html-502', seen: { statusCode: 502 }, opened: false },
    {
      action: { status: 500, body: { error: { code: 'InternalServerError', message: 'Oh.' } } },
      seen: { statusCode: 500, code: 'InternalServerError' },
      opened: false,
    },
  ];
  for (const { action, seen, opened } of breakages) {
    it(`${opened ? 'opens' : 'opens nothing'} when initiate meets ${JSON.stringify(action)}`, async () => {
      simulator.faults.add({ match: 'POST initiate', action });
      await assert.rejects(open(), seen);
      clock.pass(3_000);
      assert.deepEqual(
        {
          rules: allowRules(),
          requests: simulator.picture().requests.length,
          accepted: simulator.requests().map((request) => request.accepted),
        },
        { rules: opened ? 1 : 0, requests: opened ? 1 : 0, accepted: [opened] },
      );
    });
  }

  it('hits as many calls as it was told to, and no others', async () => {
    simulator.faults.add({ match: 'GET networkSecurityGroups', times: 2, action: { status: 503 } });
    const read = () => sdk.network.networkSecurityGroups.get('rg-web-prod', 'nsg-web-01');
    await sdk.network.networkInterfaces.get('rg-web-prod', 'web-01-nic');
    await assert.rejects(read(), { statusCode: 503 });
    await assert.rejects(read(), { statusCode: 503 });
    const third = await read();
    assert.deepEqual([third.name, simulator.faults.list()], ['nsg-web-01', []]);
  });

  it('sends the headers it was told to', async () => {
    const body = { error: { code: 'SubscriptionRequestsThrottled', message: 'Too many.' } };
    simulator.faults.add({
      match: 'initiate',
      action: { status: 429, headers: { 'retry-after': '17' }, body },
    });
    await assert.rejects(open(), (error: { response?: { headers: Headers } }) => {
      assert.equal(error.response?.headers.get('retry-after'), '17');
      return true;
    });
  });

  it('answers reads as they were a while ago, an NSG and the openings that a policy lists', async () => {
    const stale = { times: 2, action: { staleMs: 10_000 } };
    simulator.faults.add({ match: 'GET networkSecurityGroups nsg-web-01', ...stale });
    simulator.faults.add({ match: 'GET jitNetworkAccessPolicies', ...stale });
    const rules = async () => {
      const nsg = await sdk.network.networkSecurityGroups.get('rg-web-prod', 'nsg-web-01');
      return nsg.securityRules?.filter(({ name }) => name?.includes('JITRule-')).length;
    };
    const listed = async () => {
      const policy = await sdk.security.jitNetworkAccessPolicies.get('rg-web-prod', 'westeurope', 'default');
      return policy.requests?.length;
    };
    await open();
    clock.pass(5000);
    allowRules();
    assert.deepEqual([await rules(), await listed()], [0, 0]);
    clock.pass(10_000);
    assert.deepEqual([await rules(), await listed()], [1, 1]);
    assert.deepEqual([await rules(), simulator.faults.list()], [1, []]);
  });

  it('only delays, and the effect comes', async () => {
    simulator.faults.add({ match: 'initiate', action: { delayMs: 1 } });
    await open();
    clock.pass(3_000);
    assert.equal(allowRules(), 1);
  });

  it('lets the effect come after the caller gave up', async () => {
    simulator.faults.add({ match: 'initiate', action: { delayMs: 50 } });
    const giveUp = new AbortController();
    const asked = fetch(`${simulator.url}${policyPath('rg-web-prod', 'westeurope')}/initiate?api-version=1`, {
      method: 'POST',
      signal: giveUp.signal,
      headers: { authorization: 'Bearer sandbox' },
      body: JSON.stringify({
        virtualMachines: [
          {
            id: machineId('rg-web-prod', 'web-01'),
            ports: [{ number: 3389, endTimeUtc: '2026-03-02T09:10:00Z', allowedSourceAddressPrefix: '*' }],
          },
        ],
      }),
    });
    const deadline = Date.now() + 5_000;
    const until = async (holds: () => boolean) => {
      while (!holds()) {
        assert.ok(Date.now() < deadline, 'it did not happen in time');
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    // The fault is used up when the request has arrived, and only then may the caller go.
    await until(() => simulator.faults.list().length === 0);
    giveUp.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    await until(() => simulator.requests().length === 1);
    assert.deepEqual(
      simulator.requests().map((request) => request.accepted),
      [true],
    );
  });

  describe('in one machine', () => {
    const life = async (quirk: Quirk) => {
      simulator.quirk('web-01', quirk);
      await open();
      const looks: Record<string, number> = {};
      let passed = 0;
      for (const [when, at] of Object.entries({
        usual: 3_000,
        later: 60_000,
        beforeEnd: 9.9 * minute,
        afterEnd: 10 * minute + 2_000,
        longAfter: 60 * minute,
      })) {
        clock.pass(at - passed);
        passed = at;
        looks[when] = allowRules();
      }
      return looks;
    };
    const lives: readonly { what: string; quirk: Quirk; seen: readonly number[] }[] = [
      { what: 'that never comes', quirk: { ruleAppearsAfterMs: 'never' }, seen: [0, 0, 0, 0, 0] },
      { what: 'that comes late', quirk: { ruleAppearsAfterMs: 45_000 }, seen: [0, 1, 1, 0, 0] },
      { what: 'that never goes', quirk: { ruleGoesAfterMs: 'never' }, seen: [1, 1, 1, 1, 1] },
      { what: 'that goes late', quirk: { ruleGoesAfterMs: 5 * minute }, seen: [1, 1, 1, 1, 0] },
      { what: 'that goes early', quirk: { ruleGoesAfterMs: -5 * minute }, seen: [1, 1, 0, 0, 0] },
    ];
    for (const { what, quirk, seen } of lives) {
      it(`gives a rule ${what}`, async () => {
        const looks = await life(quirk);
        assert.deepEqual(Object.values(looks), seen);
      });
    }

    it('ends when it is lifted: the rule that stayed goes', async () => {
      await life({ ruleGoesAfterMs: 'never' });
      simulator.quirk('web-01', undefined);
      assert.equal(allowRules(), 0);
    });

    it('cannot be set for a name that two machines share', () => {
      assert.throws(() => simulator.quirk('jump-01', {}), /Not exactly one machine/);
    });
  });
});
