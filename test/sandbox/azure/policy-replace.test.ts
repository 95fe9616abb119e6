// PUT replaces all of a JIT policy: what nobody knows is kept when it is sent, and what a careless client leaves out is gone.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../../sandbox/azure/estate.ts';
import {
  type AzureSimulator,
  type AzureSimulatorOptions,
  startAzureSimulator,
} from '../../../sandbox/azure/simulator.ts';
import { arm, machineId, policyPath, sdkFor, testClock } from './clients.ts';

const pay = {
  id: machineId('rg-app-prod', 'pay-01'),
  path: policyPath('rg-app-prod', 'westeurope', 'payments'),
};
const ssh = {
  number: 22,
  protocol: 'TCP',
  allowedSourceAddressPrefix: '*',
  maxRequestAccessDuration: 'PT15M',
};

interface Wire {
  kind: string;
  properties: {
    virtualMachines: Record<string, unknown>[];
    requests: Record<string, unknown>[];
    [name: string]: unknown;
  };
}

describe('PUT of a JIT policy in the Azure simulator', () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  const start = async (options: AzureSimulatorOptions = {}) => {
    clock = testClock();
    simulator = await startAzureSimulator({ now: clock.now, ...options });
  };
  afterEach(() => simulator.close());

  const read = async (path = pay.path): Promise<Wire> =>
    (await (await arm(simulator.url, path)).json()) as Wire;
  const put = (body: object, path = pay.path, headers: Record<string, string> = {}) =>
    arm(simulator.url, path, { method: 'PUT', body: JSON.stringify(body), headers });
  const open = (justification: string) =>
    arm(simulator.url, `${pay.path}/initiate`, {
      method: 'POST',
      body: JSON.stringify({
        justification,
        virtualMachines: [
          {
            id: pay.id,
            ports: [
              {
                number: 22,
                allowedSourceAddressPrefix: '203.0.113.7',
                endTimeUtc: new Date(clock.now() + 600_000).toISOString(),
              },
            ],
          },
        ],
      }),
    });
  const rules = (nsg: string, access: string) =>
    simulator.nsg(nsg).filter((rule) => rule.jitFor !== undefined && rule.access === access).length;

  it('keeps all that is sent back, known or not', async () => {
    await start();
    await open('look');
    const before = await read();
    await put(before);
    const [machine] = before.properties.virtualMachines;
    assert.deepEqual(await read(), before);
    assert.deepEqual(
      [machine?.onboardedBy, before.properties.auditProfile !== undefined, before.properties.requests.length],
      ['portal', true, 1],
    );
  });

  it('loses what a client of the SDK does not know: it reads, and writes back', async () => {
    await start();
    const { jitNetworkAccessPolicies: policies } = sdkFor(simulator.url).security;
    const { virtualMachines } = await policies.get('rg-app-prod', 'westeurope', 'payments');
    await policies.createOrUpdate('rg-app-prod', 'westeurope', 'payments', {
      kind: 'Basic',
      virtualMachines,
    });
    const {
      virtualMachines: now,
      requests: _,
      provisioningState: _1,
      ...unknown
    } = (await read()).properties;
    assert.deepEqual([unknown, now.map(({ id: _, ...entry }) => entry)], [{}, [{ ports: [ssh] }]]);
  });

  it('lists no request that is left out, and its rule goes on to its end', async () => {
    await start();
    await open('left out');
    clock.pass(3_000);
    await open('sent back');
    const { properties } = await read();
    await put({ properties: { ...properties, requests: properties.requests.slice(1) } });
    clock.pass(3_000);
    const listed = (await read()).properties.requests.map(({ justification }) => justification);
    const during = rules('nsg-pay-01', 'Allow');
    clock.pass(600_000);
    assert.deepEqual([listed, during, rules('nsg-pay-01', 'Allow')], [['sent back'], 2, 0]);
  });

  it('lists a request as it was sent back: digits of its time, fields, and no more', async () => {
    await start();
    await open('look');
    const { properties } = await read();
    const [request = {}] = properties.requests;
    const { justification: _, ...kept } = request;
    const sent = { ...kept, startTimeUtc: '2026-03-02T09:00:00.000Z', odd: [1] };
    await put({ properties: { ...properties, requests: [sent] } });
    assert.deepEqual((await read()).properties.requests, [sent]);
  });

  it('believes no request that nobody made', async () => {
    await start();
    const { properties } = await read();
    const invented = {
      startTimeUtc: '2026-03-02T08:00:00Z',
      requestor: '',
      virtualMachines: [{ id: pay.id, ports: [] }],
    };
    await put({ properties: { ...properties, requests: [invented] } });
    assert.deepEqual((await read()).properties.requests, []);
  });

  it('takes an empty list of machines', async () => {
    await start();
    const answer = await put({ properties: { virtualMachines: [] } });
    assert.deepEqual(
      [answer.status, (await read()).properties.virtualMachines, rules('nsg-pay-01', 'Deny')],
      [200, [], 0],
    );
  });

  it('refuses names of more than 56 characters together', async () => {
    await start();
    const named = (length: number) => policyPath('rg-app-prod', 'westeurope', 'p'.repeat(length));
    const body = { properties: { virtualMachines: [{ id: pay.id, ports: [ssh] }] } };
    assert.deepEqual([(await put(body, named(50))).status, (await put(body, named(51))).status], [200, 400]);
  });

  for (const [plan, status] of [
    [{ pricingTier: 'Free' }, 400],
    [{ pricingTier: 'Standard', subPlan: 'P1' }, 400],
    [{ pricingTier: 'Standard', subPlan: 'P2' }, 200],
    [{ pricingTier: 'Standard' }, 200],
  ] as const)
    it(`answers ${status} with the plan ${JSON.stringify(plan)}`, async () => {
      await start({ estate: { ...exampleEstate(), plans: { [production]: plan } } });
      const before = simulator.policy(pay.path);
      const answer = await put({ properties: { virtualMachines: [] } });
      const { error } = (await answer.json()) as { error?: { message: string } };
      const message = "'payments' is not onboarded to Defender For Servers offering.";
      assert.deepEqual([answer.status, error?.message], [status, status === 200 ? undefined : message]);
      if (status !== 200) assert.deepEqual(simulator.policy(pay.path), before);
    });

  describe('and the Deny rule', () => {
    const drop = () => put({ properties: { virtualMachines: [] } });
    const add = () => put({ properties: { virtualMachines: [{ id: pay.id, ports: [ssh] }] } });
    const denies = () => rules('nsg-pay-01', 'Deny');

    it('comes and goes after the time it takes', async () => {
      const changes: string[] = [];
      await start({
        protectionTakesMs: 20_000,
        journal: (event) => {
          if (event.kind === 'protection-changed') changes.push(`${event.machine} in ${event.nsg}`);
        },
      });
      const looks: number[] = [];
      const look = (passed: number) => {
        clock.pass(passed);
        looks.push(denies());
      };
      await drop();
      look(19_999);
      look(1);
      await add();
      look(19_999);
      look(1);
      assert.deepEqual(
        [looks, changes],
        [
          [1, 0, 0, 1],
          ['pay-01 in nsg-pay-01', 'pay-01 in nsg-pay-01'],
        ],
      );
    });

    it('waits no longer because of another PUT that changes another machine', async () => {
      await start({ protectionTakesMs: 20_000 });
      const web = policyPath('rg-web-prod', 'westeurope');
      const [one, two] = ['web-01', 'web-02'].map((name) => machineId('rg-web-prod', name));
      const body = (...ports: number[]) => ({
        properties: {
          virtualMachines: [one, two].map((id, index) => ({
            id,
            ports: [{ ...ssh, number: ports[index] ?? 22 }],
          })),
        },
      });
      await put(body(22, 3389), web);
      clock.pass(15_000);
      await put(body(22, 5985), web);
      clock.pass(5_000);
      const ports = (nsg: string) =>
        simulator.nsg(nsg).find(({ access, jitFor }) => access === 'Deny' && jitFor !== undefined)
          ?.destinationPorts;
      assert.deepEqual([ports('nsg-web-01'), ports('nsg-web-02')], [['22'], ['3389', '5985', '5986']]);
    });

    it('never comes for a machine whose quirk says so, until that is lifted', async () => {
      await start();
      simulator.quirk('pay-01', { protectionTakesMs: 'never' });
      await drop();
      clock.pass(86_400_000);
      const during = denies();
      simulator.quirk('pay-01', undefined);
      assert.deepEqual([during, denies()], [1, 0]);
    });

    it('never comes for a machine without an NSG', async () => {
      const estate = exampleEstate();
      for (const { id, interface: nic } of estate.machines) if (id === pay.id) delete nic.nsgId;
      await start({ estate });
      const answer = await add();
      const all = estate.nsgs.flatMap(({ id }) =>
        simulator.nsg(id).filter(({ jitFor }) => jitFor === pay.id.toLowerCase()),
      );
      assert.deepEqual([answer.status, all], [200, []]);
    });

    it('stands on the interface where the subnet has an NSG, too', async () => {
      await start();
      const id = machineId('rg-app-prod', 'app-01');
      await put(
        { properties: { virtualMachines: [{ id, ports: [{ ...ssh, number: 8022 }] }] } },
        policyPath('rg-app-prod', 'westeurope', 'more'),
      );
      assert.deepEqual([rules('nsg-app-01', 'Deny'), rules('nsg-snet-app', 'Deny')], [1, 0]);
    });
  });

  it('heeds If-Match where policies carry ETags, and only there', async () => {
    const body = { properties: { virtualMachines: [] } };
    const old = { 'if-match': 'W/"old"' };
    await start();
    const without = [
      (await arm(simulator.url, pay.path)).headers.get('etag'),
      (await put(body, pay.path, old)).status,
    ];
    await simulator.close();
    await start({ policyEtags: true });
    const etag = (await arm(simulator.url, pay.path)).headers.get('etag') ?? '';
    const refused = (await put(body, pay.path, old)).status;
    assert.deepEqual(
      [without, refused, (await put(body, pay.path, { 'if-match': etag })).status],
      [[null, 200], 412, 200],
    );
  });
});
