import assert from 'node:assert/strict';
import { createArm } from '../../src/azure/arm.ts';
import { createInventory, type LiveInventory } from '../../src/azure/inventory.ts';
import {
  ids,
  ipConfiguration,
  jitPort,
  lists,
  nic,
  policy,
  subscriptionId,
  virtualMachine,
} from '../support/arm-bodies.ts';
import { type Answer, type ArmServer, armError, type Reply, startArmServer } from '../support/arm-server.ts';

const readAt = Date.parse('2026-03-01T12:00:00Z');
const otherId = '22222222-2222-4222-8222-222222222222';
const inOther = (path: string) => path.replace(subscriptionId, otherId);
const listOf = (...value: readonly object[]): Answer => ({ body: { value } });
const forbidden = { status: 403, body: armError('AuthorizationFailed', 'x') };
const broken = { status: 501, body: {} };
const lacksNics = 'The bot lacks the right Microsoft.Network/networkInterfaces/read in Azure.';

describe('Inventory', () => {
  let server: ArmServer;
  let said: unknown[];

  beforeEach(async () => {
    server = await startArmServer();
    said = [];
    server.answer('GET', '/subscriptions', listOf({ subscriptionId, displayName: 'Production' }));
    scripted(subscriptionId);
  });
  afterEach(() => server.close());

  /** Answers a subscription's four lists: one machine without tags, no JIT policy, or what is given. */
  function scripted(id: string, { nics, policies }: { nics?: Reply; policies?: Reply } = {}) {
    const at = (path: string) => path.replace(subscriptionId, id);
    const own = nic({ virtualMachine: { id: at(ids.machine) } }, at(ids.nic));
    server.answer('GET', at(lists.nics), nics ?? listOf(own));
    server.answer('GET', at(lists.policies), policies ?? listOf());
    server.answer('GET', at(lists.publicAddresses), listOf());
    server.answer('GET', at(lists.virtualMachines), listOf(virtualMachine(undefined, at(ids.machine))));
  }

  function inventoryOf(subscriptions?: readonly string[], refreshSeconds = 3600): LiveInventory {
    const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
    const log = { info: (_: object, sentence: string) => void said.push(sentence), warn: () => {} };
    return createInventory(arm, {
      refreshSeconds,
      log,
      now: () => readAt,
      ...(subscriptions && { subscriptions }),
    });
  }

  async function refreshed(subscriptions?: readonly string[]): Promise<LiveInventory> {
    const inventory = inventoryOf(subscriptions);
    await inventory.refresh();
    return inventory;
  }

  it('puts a machine together from its interfaces, public addresses and JIT policies', async () => {
    const second = ids.policy.replace('default', 'second');
    server.answer(
      'GET',
      lists.nics,
      listOf(
        nic({ primary: false, ipConfigurations: [ipConfiguration('10.0.0.5')] }, ids.otherNic),
        nic({
          virtualMachine: { id: ids.machine.toUpperCase() },
          ipConfigurations: [
            ipConfiguration('10.0.0.4', { publicIPAddress: { id: ids.publicAddress.toUpperCase() } }),
          ],
        }),
        nic({ virtualMachine: undefined }, 'unattached'),
      ),
    );
    server.answer(
      'GET',
      lists.publicAddresses,
      listOf({ id: ids.publicAddress, properties: { ipAddress: '20.1.2.3' } }),
    );
    server.answer(
      'GET',
      lists.policies,
      listOf(
        policy([{ id: ids.machine.toUpperCase(), ports: [jitPort(3389, { protocol: 'tcp' }), jitPort(22)] }]),
        policy(
          [
            {
              id: ids.machine,
              ports: [
                jitPort(5985, {
                  allowedSourceAddressPrefix: undefined,
                  allowedSourceAddressPrefixes: ['203.0.113.0/24', '198.51.100.7'],
                  maxRequestAccessDuration: 'PT1H30M',
                }),
              ],
            },
          ],
          [],
          second,
        ),
      ),
    );

    const inventory = await refreshed();

    assert.deepEqual(inventory.byName('WEB-01'), [
      {
        id: ids.machine.toLowerCase(),
        azureId: ids.machine,
        name: 'web-01',
        subscription: { id: subscriptionId, name: 'Production' },
        resourceGroup: 'rg-web',
        region: 'westeurope',
        addresses: [
          { interfaceId: ids.otherNic, privateAddress: '10.0.0.5', primary: false },
          { interfaceId: ids.nic, privateAddress: '10.0.0.4', primary: true },
        ],
        publicAddress: '20.1.2.3',
        jitPorts: [
          {
            policyId: ids.policy,
            port: 3389,
            protocol: 'TCP',
            maximumSeconds: 10_800,
            allowedSources: ['*'],
          },
          { policyId: ids.policy, port: 22, protocol: '*', maximumSeconds: 10_800, allowedSources: ['*'] },
          {
            policyId: second,
            port: 5985,
            protocol: '*',
            maximumSeconds: 5400,
            allowedSources: ['203.0.113.0/24', '198.51.100.7'],
          },
        ],
        tags: {},
      },
    ]);
    assert.equal(inventory.byId(ids.machine.toUpperCase())?.name, 'web-01');
    assert.deepEqual(
      inventory.nearest('web-1', 5).map(({ name }) => name),
      ['web-01'],
    );
  });

  describe('reading tags', () => {
    const tags = { env: 'prod', 'Cost Centre': '' };
    const lacksMachines =
      'Tags of machines are not known. The bot lacks the right Microsoft.Compute/virtualMachines/read in Azure.';
    const tagsOf = (inventory: LiveInventory) => inventory.byName('web-01').map((machine) => machine.tags);

    it('finds them by id without case, over all pages', async () => {
      const other = { body: { value: [virtualMachine({ env: 'dev' }, `${ids.machine}-other`)] } };
      server.answer('GET', lists.virtualMachines, ({ query }) =>
        query.page === '2'
          ? listOf(virtualMachine(tags, ids.machine.toUpperCase()))
          : { body: { ...other.body, nextLink: `${server.origin}${lists.virtualMachines}?page=2` } },
      );
      assert.deepEqual(tagsOf(await refreshed()), [tags]);
    });

    it('knows none of a machine that Azure does not list', async () => {
      server.answer('GET', lists.virtualMachines, listOf(virtualMachine(tags, `${ids.machine}-other`)));
      const inventory = await refreshed();
      assert.deepEqual(
        inventory.byName('web-01').map((machine) => 'tags' in machine),
        [false],
      );
      assert.equal(inventory.health().subscriptions[0]?.problem, undefined);
    });

    const troubles: readonly (readonly [string, Reply, string])[] = [
      ['a right is missing', forbidden, lacksMachines],
      [
        'Azure is broken',
        broken,
        'Tags of machines are not known. Azure had an error of its own (HTTP 501).',
      ],
      [
        'something else answers',
        { body: '<html></html>' },
        'Tags of machines are not known. Something other than Azure answered the bot.',
      ],
    ];
    for (const [when, reply, problem] of troubles)
      it(`knows the machines all the same when ${when}, and says so`, async () => {
        server.answer('GET', lists.virtualMachines, reply);
        const inventory = await refreshed();
        assert.deepEqual(tagsOf(inventory), [undefined]);
        assert.deepEqual(inventory.health(), {
          loaded: true,
          problem: undefined,
          subscriptions: [{ id: subscriptionId, name: 'Production', machines: 1, readAt, problem }],
        });
      });

    it('forgets them when they cannot be read any more, and knows them again later', async () => {
      const good = listOf(virtualMachine(tags));
      server.answer('GET', lists.virtualMachines, good, forbidden, good);
      const inventory = await refreshed();
      await inventory.refresh();
      assert.deepEqual(tagsOf(inventory), [undefined]);
      await inventory.refresh();
      assert.deepEqual(
        [tagsOf(inventory), inventory.health().subscriptions[0]?.problem],
        [[tags], undefined],
      );
    });

    it('forgets them when the whole subscription cannot be read, and keeps the machine', async () => {
      server.answer('GET', lists.virtualMachines, listOf(virtualMachine(tags)));
      const inventory = await refreshed();
      server.answer('GET', lists.nics, broken);
      await inventory.refresh();
      assert.deepEqual(tagsOf(inventory), [undefined]);
    });
  });

  it('begins anew for who must know what changed, also while it is reading', async () => {
    server.answer('GET', lists.nics, listOf(), listOf(nic({})));
    const inventory = inventoryOf();
    const early = inventory.refresh();
    await Promise.all([early, inventory.refreshAnew()]);
    assert.equal(inventory.all().length, 1);
  });

  it('spells a resource group as its interface does, not in the capitals of a reference', async () => {
    const reference = ids.machine.replace('rg-web', 'RG-WEB');
    scripted(subscriptionId, { nics: listOf(nic({ virtualMachine: { id: reference } })) });
    const [machine] = (await refreshed()).byName('web-01');
    assert.deepEqual([machine?.resourceGroup, machine?.azureId], ['rg-web', reference]);
  });

  it('knows a machine without a JIT policy', async () => {
    const inventory = await refreshed();
    assert.deepEqual(
      inventory.byName('web-01').map(({ jitPorts, publicAddress }) => [jitPorts, publicAddress]),
      [[[], undefined]],
    );
  });

  it('leaves out machines that are gone and ports without a limit, and says so once', async () => {
    const unclear = [
      jitPort(22, { maxRequestAccessDuration: undefined }),
      jitPort(23, { allowedSourceAddressPrefix: undefined }),
      jitPort(24, { protocol: 'ICMP' }),
      jitPort(3389),
    ];
    server.answer(
      'GET',
      lists.policies,
      listOf(
        policy([
          { id: ids.machine, ports: unclear },
          { id: `${ids.machine}-gone`, ports: [jitPort(22)] },
        ]),
      ),
    );
    const inventory = inventoryOf();

    await inventory.refresh();
    await inventory.refresh();

    assert.deepEqual(
      inventory.byName('web-01')[0]?.jitPorts.map(({ port }) => port),
      [3389],
    );
    assert.deepEqual(inventory.byName('web-01-gone'), []);
    const machine = ids.machine.toLowerCase();
    assert.deepEqual(said, [
      `A JIT policy describes a port of ${machine} only in part.`,
      `A JIT policy lists ${machine}-gone, which has no network interface.`,
    ]);
  });

  it('drops nothing but the list entries that make no sense', async () => {
    scripted(subscriptionId, { nics: listOf({ name: 'no id' }, nic()) });
    const inventory = await refreshed();
    assert.deepEqual([inventory.byName('web-01').length, said], [1, ['1 list entries were not understood.']]);
  });

  it('reads only the subscriptions that are configured, by their shown names', async () => {
    server.answer(
      'GET',
      '/subscriptions',
      listOf({ subscriptionId, displayName: 'Production' }, { subscriptionId: otherId, displayName: 'Test' }),
    );
    scripted(otherId);

    const inventory = await refreshed([otherId.toUpperCase(), otherId]);

    assert.deepEqual(
      inventory.byName('web-01').map(({ subscription }) => subscription),
      [{ id: otherId, name: 'Test' }],
    );
    assert.equal(server.count('GET', lists.nics), 0);
  });

  it('reads the configured subscriptions when their list cannot be had', async () => {
    server.answer('GET', '/subscriptions', broken);
    const inventory = await refreshed([subscriptionId]);
    assert.deepEqual(inventory.health(), {
      loaded: true,
      problem: 'Azure had an error of its own (HTTP 501).',
      subscriptions: [{ id: subscriptionId, name: subscriptionId, machines: 1, readAt, problem: undefined }],
    });
  });

  describe('with two subscriptions', () => {
    beforeEach(() => {
      server.answer(
        'GET',
        '/subscriptions',
        listOf(
          { subscriptionId, displayName: 'Production' },
          { subscriptionId: otherId, displayName: 'Test' },
        ),
      );
    });

    it('is usable when one is forbidden, and says which right is missing', async () => {
      scripted(otherId, { nics: forbidden });
      const inventory = await refreshed();
      assert.deepEqual(inventory.health(), {
        loaded: true,
        problem: undefined,
        subscriptions: [
          { id: subscriptionId, name: 'Production', machines: 1, readAt, problem: undefined },
          { id: otherId, name: 'Test', machines: 0, readAt: undefined, problem: lacksNics },
        ],
      });
    });

    it('says nothing of machines while one merely did not answer yet', async () => {
      scripted(otherId, { policies: broken });
      const inventory = await refreshed();
      assert.equal(inventory.loaded, false);

      scripted(otherId);
      await inventory.refresh();
      assert.deepEqual([inventory.loaded, inventory.byName('web-01').length], [true, 2]);
    });

    it('keeps the last known machines of one that fails later', async () => {
      scripted(otherId);
      const inventory = await refreshed();
      server.answer('GET', inOther(lists.publicAddresses), broken);

      await inventory.refresh();

      const [, other] = inventory.health().subscriptions;
      assert.deepEqual([inventory.loaded, inventory.byName('web-01').length], [true, 2]);
      assert.deepEqual(other?.problem, 'Azure had an error of its own (HTTP 501).');
    });
  });

  const nothing: readonly (readonly [string, () => void])[] = [
    ['everything is forbidden', () => scripted(subscriptionId, { nics: forbidden })],
    ['no subscription is shown', () => server.answer('GET', '/subscriptions', listOf())],
    ['the subscriptions cannot be listed', () => server.answer('GET', '/subscriptions', broken)],
  ];
  for (const [when, arrange] of nothing)
    it(`is not loaded when ${when}`, async () => {
      arrange();
      assert.equal((await refreshed()).loaded, false);
    });

  it('keeps what it knew when Azure suddenly shows no subscription', async () => {
    const inventory = await refreshed();
    server.answer('GET', '/subscriptions', listOf());

    await inventory.refresh();

    assert.equal(inventory.byName('web-01').length, 1);
    assert.equal(inventory.health().problem, 'Azure does not show any subscription to the bot.');
  });

  it('never reads twice at the same time', async () => {
    const inventory = inventoryOf();
    await Promise.all([inventory.refresh(), inventory.refresh()]);
    assert.equal(server.count('GET', lists.nics), 1);
  });

  it('reads again and again once started, until it is stopped', async () => {
    const third = Promise.withResolvers<void>();
    const own = listOf(nic());
    server.answer('GET', lists.nics, own, own, () => {
      third.resolve();
      return own;
    });
    const inventory = inventoryOf(undefined, 0.01);

    inventory.start();
    await third.promise;
    inventory.stop();
    await inventory.refresh();

    assert.equal(inventory.loaded, true);
  });
});
