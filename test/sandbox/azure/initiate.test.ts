// The life of a JIT request in the simulator: accepted, rule there, rule gone; and what the policy does not hold.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { arm, machineId, policyPath, sdkFor, testClock } from './clients.ts';

const hour = 3_600_000;
const web01 = machineId('rg-web-prod', 'web-01');

describe('initiate in the Azure simulator', () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  let sdk: ReturnType<typeof sdkFor>;
  beforeEach(async () => {
    clock = testClock();
    simulator = await startAzureSimulator({ now: clock.now });
    sdk = sdkFor(simulator.url);
  });
  afterEach(() => simulator.close());

  const open = (endsInMs: number, changes: { id?: string; number?: number; source?: string } = {}) => {
    const { id = web01, number = 3389, source = '203.0.113.7' } = changes;
    return sdk.security.jitNetworkAccessPolicies.initiate('rg-web-prod', 'westeurope', 'default', {
      virtualMachines: [
        {
          id,
          ports: [
            { number, endTimeUtc: new Date(clock.now() + endsInMs), allowedSourceAddressPrefix: source },
          ],
        },
      ],
      justification: 'INC-1234',
    });
  };
  const readNsg = async (group: string, name: string) =>
    ((await sdk.network.networkSecurityGroups.get(group, name)).securityRules ?? []).filter(
      (rule) => rule.access === 'Allow' && rule.name?.includes('JITRule-'),
    );
  const statuses = async () => {
    const policy = await sdk.security.jitNetworkAccessPolicies.get('rg-web-prod', 'westeurope', 'default');
    return (policy.requests ?? []).flatMap((request) =>
      request.virtualMachines.flatMap((machine) =>
        machine.ports.map((port) => `${port.status} ${port.statusReason}`),
      ),
    );
  };

  it('is accepted at once, with the request in the body and nothing to poll', async () => {
    const answer = await arm(simulator.url, `${policyPath('rg-web-prod', 'westeurope')}/initiate`, {
      method: 'POST',
      body: JSON.stringify({
        virtualMachines: [
          {
            id: web01,
            ports: [
              { number: 3389, endTimeUtc: '2026-03-02T10:00:00Z', allowedSourceAddressPrefix: '203.0.113.7' },
            ],
          },
        ],
        justification: 'INC-1234',
      }),
    });
    const { startTimeUtc, ...body } = (await answer.json()) as { startTimeUtc: string };
    assert.deepEqual(
      {
        status: answer.status,
        polling: ['location', 'azure-asyncoperation', 'retry-after'].filter((name) =>
          answer.headers.has(name),
        ),
        body,
      },
      {
        status: 202,
        polling: [],
        body: {
          virtualMachines: [
            {
              id: web01,
              ports: [
                {
                  number: 3389,
                  allowedSourceAddressPrefix: '203.0.113.7',
                  endTimeUtc: '2026-03-02T10:00:00.0000000Z',
                  status: 'Initiating',
                  statusReason: 'UserRequested',
                },
              ],
            },
          ],
          requestor: '',
          justification: 'INC-1234',
        },
      },
    );
    assert.match(startTimeUtc, /^2026-03-02T09:00:00\.000\d{4}Z$/);
  });

  it('goes from accepted to a rule in the NSG and back to none', async () => {
    await open(hour);
    const accepted = { rules: await readNsg('rg-web-prod', 'nsg-web-01'), statuses: await statuses() };
    clock.pass(3_000);
    const [rule] = await readNsg('rg-web-prod', 'nsg-web-01');
    const standing = await statuses();
    clock.pass(hour - 3_000);
    const atTheEnd = {
      count: (await readNsg('rg-web-prod', 'nsg-web-01')).length,
      statuses: await statuses(),
    };
    clock.pass(2_000);
    const after = await readNsg('rg-web-prod', 'nsg-web-01');

    assert.deepEqual(accepted, { rules: [], statuses: ['Initiating UserRequested'] });
    assert.match(rule?.name ?? '', /^MicrosoftDefenderForCloud-JITRule--?\d+-[0-9a-f]{32}$/);
    assert.deepEqual(
      {
        priority: rule?.priority,
        direction: rule?.direction,
        source: rule?.sourceAddressPrefix,
        destination: rule?.destinationAddressPrefix,
        port: rule?.destinationPortRange,
        plural: [rule?.sourceAddressPrefixes, rule?.destinationAddressPrefixes, rule?.destinationPortRanges],
      },
      {
        priority: 100,
        direction: 'Inbound',
        source: '203.0.113.7',
        destination: '10.20.1.4',
        port: '3389',
        plural: [[], [], []],
      },
    );
    assert.deepEqual(standing, ['Initiated UserRequested']);
    assert.deepEqual(atTheEnd, { count: 1, statuses: ['Revoked Expired'] });
    assert.deepEqual(after, []);
  });

  it('takes the next free priority, and the plural fields where the machine has them', async () => {
    await open(hour, { id: machineId('rg-web-prod', 'web-02'), number: 5986 });
    clock.pass(3_000);
    const [rule] = await readNsg('rg-web-prod', 'nsg-web-02');
    assert.deepEqual(
      {
        priority: rule?.priority,
        singular: [rule?.sourceAddressPrefix, rule?.destinationAddressPrefix, rule?.destinationPortRange],
        plural: [rule?.sourceAddressPrefixes, rule?.destinationAddressPrefixes, rule?.destinationPortRanges],
      },
      {
        priority: 101,
        singular: [undefined, undefined, undefined],
        plural: [['203.0.113.7'], ['10.20.1.5'], ['5986']],
      },
    );
  });

  it("writes to the subnet's NSG where the interface has none", async () => {
    await sdk.security.jitNetworkAccessPolicies.initiate('rg-data-prod', 'northeurope', 'default', {
      virtualMachines: [
        {
          id: machineId('RG-DATA-PROD', 'DB-2'),
          ports: [
            {
              number: 22,
              endTimeUtc: new Date(clock.now() + hour),
              allowedSourceAddressPrefix: '203.0.113.0/28',
            },
          ],
        },
      ],
    });
    clock.pass(3_000);
    const rules = await readNsg('rg-network-prod', 'nsg-snet-db');
    assert.deepEqual(
      rules.map((rule) => [rule.protocol, rule.sourceAddressPrefix, rule.destinationAddressPrefix]),
      [['TCP', '203.0.113.0/28', '10.30.1.4']],
    );
  });

  it('keeps overlapping requests side by side, each to its own end', async () => {
    await open(hour);
    await open(2 * hour);
    clock.pass(3_000);
    const both = await readNsg('rg-web-prod', 'nsg-web-01');
    clock.pass(hour);
    const one = await readNsg('rg-web-prod', 'nsg-web-01');
    assert.deepEqual(
      [both.map((rule) => rule.priority), one.map((rule) => rule.priority), await statuses()],
      [[100, 101], [101], ['Revoked Expired', 'Initiated UserRequested']],
    );
  });

  it("opens to the caller's own address when no source is named", async () => {
    await sdk.security.jitNetworkAccessPolicies.initiate('rg-web-prod', 'westeurope', 'default', {
      virtualMachines: [{ id: web01, ports: [{ number: 3389, endTimeUtc: new Date(clock.now() + hour) }] }],
    });
    assert.deepEqual(
      simulator.picture().requests.map((request) => request.source),
      ['127.0.0.1'],
    );
  });

  it('remembers what was asked, when, and what was answered', async () => {
    await open(hour);
    const [received, ...more] = simulator.requests();
    assert.deepEqual(more, []);
    assert.ok(received !== undefined && received.answer !== 'reset');
    assert.deepEqual(
      { at: received.at, accepted: received.accepted, status: received.answer.status, body: received.body },
      {
        at: clock.now(),
        accepted: true,
        status: 202,
        body: {
          virtualMachines: [
            {
              id: web01,
              ports: [
                {
                  number: 3389,
                  endTimeUtc: '2026-03-02T10:00:00.000Z',
                  allowedSourceAddressPrefix: '203.0.113.7',
                },
              ],
            },
          ],
          justification: 'INC-1234',
        },
      },
    );
  });

  describe('outside the policy', () => {
    const sql = machineId('rg-data-prod', 'prod-sql-1');
    const base = { id: sql, number: 3389, source: '203.0.113.9', minutes: 60 };
    const cases: readonly { what: string; asked: Partial<typeof base>; refused: boolean }[] = [
      { what: 'an address inside the allowed CIDR', asked: {}, refused: false },
      { what: 'the allowed CIDR itself', asked: { source: '203.0.113.0/24' }, refused: false },
      { what: 'a wider CIDR', asked: { source: '203.0.112.0/23' }, refused: true },
      { what: 'a foreign address', asked: { source: '198.51.100.1' }, refused: true },
      { what: 'any source', asked: { source: '*' }, refused: true },
      { what: 'an IPv6 address', asked: { source: '2001:db8::1' }, refused: true },
      { what: 'a port that is not listed', asked: { number: 22 }, refused: true },
      { what: 'a machine that is not listed', asked: { id: web01 }, refused: true },
      { what: 'more than the maximum time', asked: { minutes: 61 }, refused: true },
      { what: 'an end that has passed', asked: { minutes: -1 }, refused: true },
    ];
    for (const { what, asked, refused } of cases) {
      it(`${refused ? 'refuses' : 'takes'} ${what}`, async () => {
        const { id, number, source, minutes } = { ...base, ...asked };
        const answer = await arm(simulator.url, `${policyPath('rg-data-prod', 'westeurope')}/initiate`, {
          method: 'POST',
          body: JSON.stringify({
            virtualMachines: [
              {
                id,
                ports: [
                  {
                    number,
                    endTimeUtc: new Date(clock.now() + minutes * 60_000).toISOString(),
                    allowedSourceAddressPrefix: source,
                  },
                ],
              },
            ],
          }),
        });
        const { error } = (await answer.json()) as { error?: { message: string } };
        const sentence = `The given access request is not a subset of policy '${policyPath('rg-data-prod', 'westeurope')}'.`;
        assert.deepEqual(
          [answer.status, error?.message.startsWith(sentence), simulator.picture().requests.length],
          refused ? [400, true, 0] : [202, undefined, 1],
        );
      });
    }

    it('refuses one address inside an allowed CIDR where the machine is told to be strict', async () => {
      simulator.quirk('prod-sql-1', { exactSourcesOnly: true });
      const asked = (source: string) =>
        sdk.security.jitNetworkAccessPolicies.initiate('rg-data-prod', 'westeurope', 'default', {
          virtualMachines: [
            {
              id: sql,
              ports: [
                {
                  number: 1433,
                  endTimeUtc: new Date(clock.now() + hour),
                  allowedSourceAddressPrefix: source,
                },
              ],
            },
          ],
        });
      await assert.rejects(asked('203.0.113.9'), { statusCode: 400 });
      await asked('203.0.113.0/24');
    });

    it('says in Azure’s words that a policy does not exist', async () => {
      const id = policyPath('rg-web-prod', 'westeurope', 'nix');
      const answer = await arm(simulator.url, `${id}/initiate`, { method: 'POST', body: '{}' });
      assert.deepEqual(
        [answer.status, await answer.json()],
        [
          404,
          {
            error: {
              code: 'PolicyNotFound',
              message: `Just-In-Time Network Access Policy '${id}' does not exist.`,
            },
          },
        ],
      );
    });
  });
});
