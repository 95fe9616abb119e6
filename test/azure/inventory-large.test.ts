// The inventory of a large estate: subscription by subscription, over real HTTP against the simulated Azure.
import assert from 'node:assert/strict';
import { largeEstate, largeMachineName, largeSubscriptionId } from '../../sandbox/azure/large-estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { SandboxEvent } from '../../sandbox/azure/world.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createInventory, type LiveInventory } from '../../src/azure/inventory.ts';
import { until } from '../support/until.ts';

const size = { machines: 600, subscriptions: 6, nsgs: 1 };
const ids = Array.from({ length: size.subscriptions }, (_, number) => largeSubscriptionId(number));
const listsOfOne = 4;
const names = Array.from({ length: size.machines }, (_, number) => largeMachineName(number));

describe('the inventory of a large estate', () => {
  let simulator: AzureSimulator;
  let reads: string[];
  let running: LiveInventory | undefined;

  beforeEach(async () => {
    reads = [];
    const journal = (event: SandboxEvent) => {
      if (event.kind === 'call') reads.push(event.path);
    };
    simulator = await startAzureSimulator({ estate: largeEstate(size), pageSize: 40, journal });
  });
  afterEach(async () => {
    running?.stop();
    running = undefined;
    await simulator.close();
  });

  function inventoryOf(refreshSeconds = 3600): LiveInventory {
    const arm = createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds: 30_000 });
    const log = { info: () => {}, warn: () => {} };
    return createInventory(arm, { refreshSeconds, log, now: Date.now });
  }
  const refreshed = async (): Promise<LiveInventory> => {
    const inventory = inventoryOf();
    await inventory.refresh();
    return inventory;
  };
  const started = (refreshSeconds: number): LiveInventory => {
    running = inventoryOf(refreshSeconds);
    running.start();
    return running;
  };
  const readsOf = (id: string) => reads.filter((path) => path.includes(id)).length;
  const failing = (id: string) => `GET /subscriptions/${id}/providers/Microsoft.Network/networkInterfaces`;

  it('holds every machine, from all pages of all subscriptions', async () => {
    const inventory = await refreshed();
    assert.deepEqual(
      inventory
        .all()
        .map(({ name }) => name)
        .toSorted(),
      names.toSorted(),
    );
    for (const name of names) assert.deepEqual(inventory.byName(name).length, 1);
    assert.equal(inventory.nearest(names[7]?.replace('-', '') ?? '', 1)[0]?.name, names[7]);
  });

  it('costs one read for the list, and one for each page of the four lists of each subscription', async () => {
    await refreshed();
    const machinePages = Math.ceil(size.machines / size.subscriptions / 40);
    // The list of six fits on a page, and so do the one policy and the no addresses of a subscription.
    assert.equal(reads.length, 1 + size.subscriptions * (2 * machinePages + 2));
  });

  it('keeps the very objects of machines that did not change', async () => {
    const inventory = await refreshed();
    const before = inventory.all();
    await inventory.refresh();
    const now = inventory.all();
    assert.equal(now.length, before.length);
    assert.ok(now.every((machine, at) => machine === before[at]));
  });

  it('makes new ones of those that did, and of no others', async () => {
    const inventory = await refreshed();
    const before = new Set(inventory.all());
    const policyId = inventory.byName(names[0] ?? '')[0]?.jitPorts[0]?.policyId ?? '';
    simulator.editPolicy(policyId, (policy) => {
      policy.machines.splice(0, 1);
    });
    await inventory.refresh();
    const changed = inventory.all().filter((machine) => !before.has(machine));
    assert.deepEqual(
      changed.map(({ name, jitPorts }) => [name, jitPorts]),
      [[names[0], []]],
    );
  });

  it('holds what machines say alike once', async () => {
    const inventory = await refreshed();
    const theirs = inventory.all().filter(({ subscription }) => subscription.id === ids[0]);
    assert.equal(theirs.length, 100);
    assert.equal(new Set(theirs.map(({ jitPorts }) => jitPorts)).size, 1);
    assert.equal(new Set(theirs.map(({ subscription }) => subscription)).size, 1);
  });

  it('reads only the subscriptions that somebody must know anew', async () => {
    const inventory = await refreshed();
    const before = reads.length;
    await inventory.refreshAnew([ids[2] ?? '', ids[2] ?? '', 'unknown']);
    assert.ok(reads.length > before);
    assert.ok(reads.slice(before).every((path) => path.includes(ids[2] ?? 'nothing')));
  });

  it('loses no machine while another reading is taken in', async () => {
    const inventory = await refreshed();
    const again = inventory.refresh();
    let isOver = false;
    void again.then(() => {
      isOver = true;
    });
    let looks = 0;
    while (!isOver) {
      for (const name of names) assert.equal(inventory.byName(name).length, 1);
      looks += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(looks > 1);
  });

  it('drops the machines of a subscription that is not shown any more', async () => {
    const inventory = await refreshed();
    simulator.faults.add({
      match: 'GET /subscriptions',
      action: {
        status: 200,
        body: { value: ids.slice(1).map((subscriptionId) => ({ subscriptionId, displayName: 'x' })) },
      },
    });
    await inventory.refresh();
    assert.equal(inventory.all().length, 500);
    assert.deepEqual([inventory.byName(names[0] ?? ''), inventory.byName(names[1] ?? '').length], [[], 1]);
    assert.equal(inventory.knows(ids[0] ?? ''), false);
  });

  it('goes on reading the others while one does not answer', async () => {
    simulator.faults.add({ match: failing(ids[0] ?? ''), times: 1000, action: { delayMs: 60_000 } });
    const inventory = started(0.2);
    await until(async () => ids.slice(1).every((id) => readsOf(id) > 2 * listsOfOne));
    assert.deepEqual([inventory.loaded, inventory.knows(ids[0] ?? '')], [false, false]);
  });

  it('spreads the readings over the pause between them', async () => {
    const inventory = started(3);
    await until(async () => inventory.loaded);
    const first = reads.length;
    // When the first of them is read again, most of the others wait for their own time.
    await until(async () => reads.length >= first + listsOfOne);
    const anew = ids.filter((id) => reads.slice(first).some((path) => path.includes(id)));
    assert.ok(anew.length <= 2, `${anew.length} at once`);
    await until(async () => ids.every((id) => reads.slice(first).some((path) => path.includes(id))));
  });
});
