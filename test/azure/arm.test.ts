import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { allPages } from '../../src/azure/all-pages.ts';
import { type ArmSettings, createArm } from '../../src/azure/arm.ts';
import { createArmBudget, usualRules } from '../../src/azure/arm-budget.ts';
import { inBackground } from '../../src/azure/call-urgency.ts';
import type { ArmCall } from '../../src/azure/http-client.ts';
import { listsOf, virtualMachineShape } from '../../src/azure/subscription-lists.ts';
import { lists, nic, policy, subscriptionId } from '../support/arm-bodies.ts';
import { type ArmServer, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

describe('ARM clients', () => {
  let server: ArmServer;
  let stranger: ArmServer;
  beforeEach(async () => {
    server = await startArmServer();
    stranger = await startArmServer();
  });
  afterEach(() => Promise.all([server.close(), stranger.close()]));

  const armWith = (more: Partial<ArmSettings> = {}) =>
    createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000, ...more });

  const nicIds = async (arm = armWith()) => {
    const { networkInterfaces } = await arm.network(subscriptionId);
    return (await allPages(() => networkInterfaces.listAll())).map(({ id }) => id);
  };
  const policyIds = (arm = armWith()) =>
    allPages(() => arm.security(subscriptionId).jitNetworkAccessPolicies.list()).then((all) =>
      all.map(({ id }) => id),
    );

  const machineIds = (arm = armWith()) =>
    listsOf(arm, subscriptionId).virtualMachines((page) =>
      page.map((one) => virtualMachineShape.parse(one).id),
    );

  const origins = {
    "the cloud's own": () => 'https://management.azure.com',
    'a regional one': () => 'https://westeurope.management.azure.com',
    "the endpoint's": () => server.origin,
    "a stranger's": () => stranger.origin,
  };
  for (const [whose, origin] of Object.entries(origins)) {
    for (const [list, path, read] of [
      ['network', lists.nics, nicIds],
      ['security', lists.policies, policyIds],
      ['raw', lists.virtualMachines, machineIds],
    ] as const) {
      it(`follows a ${list} nextLink with ${whose} origin, and only to the endpoint`, async () => {
        server.answer('GET', path, ({ query }) =>
          query.$skiptoken === 'two/2=='
            ? { body: { value: [nic({}, 'second')] } }
            : {
                body: {
                  value: [policy([], [], 'first')],
                  nextLink: `${origin()}${path}?api-version=2020-01-01&$skiptoken=two%2F2%3D%3D`,
                },
              },
        );

        assert.deepEqual(await read(), ['first', 'second']);
        assert.deepEqual(stranger.received, []);
      });
    }
  }

  it('gives up a list whose second page does not come', async () => {
    const nextLink = `${server.origin}${lists.nics}?page=2`;
    server.answer('GET', lists.nics, { body: { value: [], nextLink } }, 'hang');

    assert.deepEqual(briefly(await thrownBy(nicIds(armWith({ timeLimitMilliseconds: 200 })))), {
      code: 'unavailable',
      message: 'Azure did not answer in time.',
    });
  });

  it('gives up a list that leads in circles', async () => {
    server.answer('GET', lists.nics, {
      body: { value: [], nextLink: `${server.origin}${lists.nics}?again=1` },
    });
    const boundless = { size: 10_000, perSecond: 1, reserve: 0 };
    const lanes = { reads: boundless, writes: boundless, deletes: boundless };
    const budget = createArmBudget({ warn: () => {} }, { ...usualRules, lanes });
    assert.equal((await thrownBy(nicIds(armWith({ budget })))).message, "Azure's list has no end.");
  });

  it('does not wait an hour because Azure says so', async () => {
    server.answer('GET', lists.nics, { status: 429, headers: { 'retry-after': '3600' }, body: {} });

    assert.deepEqual(briefly(await thrownBy(nicIds())), {
      code: 'throttled',
      message: 'Azure asks the bot to slow down.',
      retryAfterSeconds: 3600,
    });
  });

  it('waits as long as Azure says where that is short', async () => {
    server.answer(
      'GET',
      lists.nics,
      { status: 429, headers: { 'retry-after': '0' }, body: {} },
      { body: { value: [nic({}, 'first')] } },
    );
    assert.deepEqual(await nicIds(), ['first']);
  });

  it('reports every exchange with its correlation id', async () => {
    const calls: ArmCall[] = [];
    server.answer('GET', lists.nics, 'reset', {
      headers: { 'x-ms-correlation-request-id': 'c-1' },
      body: { value: [] },
    });

    await nicIds(armWith({ onCall: (call) => calls.push(call) }));

    const operation = 'Microsoft.Network/networkInterfaces/read';
    assert.deepEqual(
      calls.map(({ milliseconds, ...rest }) => ({ ...rest, measured: Number.isInteger(milliseconds) })),
      [
        { operation, status: undefined, correlationId: undefined, measured: true },
        { operation, status: 200, correlationId: 'c-1', measured: true },
      ],
    );
  });

  /** Fills slowly enough that nothing is added while a test runs. */
  const meagre = (size: number, reserve: number) => {
    const one = { size, perSecond: 0.001, reserve };
    const lanes = { reads: one, writes: one, deletes: one };
    return createArmBudget({ warn: () => {} }, { ...usualRules, lanes });
  };

  it('sends no call for which the budget has nothing left, pages and repetitions among them', async () => {
    const nextLink = `${server.origin}${lists.nics}?page=2`;
    server.answer('GET', lists.nics, 'reset', { body: { value: [], nextLink } }, { status: 500, body: {} });

    const fault = await thrownBy(nicIds(armWith({ budget: meagre(3, 0) })));

    // The third call was answered 500, and could not be repeated.
    assert.deepEqual(
      [briefly(fault).message, server.received.length],
      ['Azure had an error of its own (HTTP 500).', 3],
    );
  });

  it('keeps the reserve from what runs in the background, timers of it included', async () => {
    server.answer('GET', lists.nics, { body: { value: [] } });
    const arm = armWith({ budget: meagre(2, 1) });
    const behind = () => inBackground(() => pause(1).then(() => nicIds(arm)));

    await behind();
    assert.equal((await thrownBy(behind())).code, 'throttled');
    assert.deepEqual(await nicIds(arm), []);
    assert.equal((await thrownBy(nicIds(arm))).code, 'throttled');
    assert.equal(server.received.length, 2);
  });

  it('counts the subscriptions by themselves, and the list of them, too', async () => {
    server.answer('GET', lists.nics, { body: { value: [] } });
    server.answer('GET', '/subscriptions', { body: { value: [] } });
    const arm = armWith({ budget: meagre(1, 0) });
    await nicIds(arm);
    assert.deepEqual(await allPages(() => arm.subscriptions().subscriptions.list()), []);
    assert.equal((await thrownBy(policyIds(arm))).code, 'throttled');
  });

  it('lets the clock hear every answer, and how long it took', async () => {
    const heard: (readonly [string | undefined, number, boolean])[] = [];
    const date = 'Sun, 01 Mar 2026 12:00:00 GMT';
    server.answer(
      'GET',
      lists.nics,
      { status: 503, headers: { date }, body: {} },
      { headers: { date }, body: { value: [] } },
    );

    await nicIds(
      armWith({
        onAnswer: (_, { headers, status }, milliseconds) =>
          heard.push([headers.get('date'), status, milliseconds > 0]),
      }),
    );

    assert.deepEqual(heard, [
      [date, 503, true],
      [date, 200, true],
    ]);
  });

  it('keeps one client of each kind per subscription', () => {
    const arm = armWith();
    assert.equal(arm.network(subscriptionId), arm.network(subscriptionId.toUpperCase()));
    assert.notEqual(arm.network(subscriptionId), arm.network('another'));
  });

  it('works the same in a sovereign cloud', async () => {
    server.answer('GET', lists.nics, { body: { value: [nic({}, 'first')] } });
    const arm = createArm({ cloud: 'usgovernment', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
    assert.deepEqual(await nicIds(arm), ['first']);
  });

  it('refuses plain http beyond loopback', () => {
    const create = () =>
      createArm({ cloud: 'public', armEndpoint: 'http://arm.example', timeLimitMilliseconds: 1 });
    assert.throws(create, /plain http only on loopback/);
  });
});
