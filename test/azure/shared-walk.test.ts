// Looks that share what they read: a known way costs a read of the NSG, and a way that changed is noticed.
import assert from 'node:assert/strict';
import type { Freshness } from '../../src/access/azure-ports.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createSharedWalk, type SharedWalk } from '../../src/azure/shared-walk.ts';
import { ids, ipConfiguration, lists, nic, nsg, rule, subnet } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';

const machine = {
  azureId: ids.machine,
  addresses: [{ interfaceId: ids.nic, privateAddress: '10.0.0.4', primary: true }],
};
const other = `${ids.nsg}-2`;
const gone = { status: 404, body: armError('ResourceNotFound', 'The Resource was not found.') };

/** An NSG that says what it stands before, in capitals as Azure does now and then. */
function standing(
  id: string,
  name: string,
  before: { nics?: readonly string[]; subnets?: readonly string[] },
) {
  const { properties } = nsg(id, [rule(name)]);
  const references = (all: readonly string[] = []) => all.map((one) => ({ id: one.toUpperCase() }));
  return {
    body: {
      id,
      properties: {
        ...properties,
        networkInterfaces: references(before.nics),
        subnets: references(before.subnets),
      },
    },
  };
}

describe('a walk that is shared', () => {
  let server: ArmServer;
  let walk: SharedWalk;
  let clock = 0;

  beforeEach(async () => {
    server = await startArmServer();
    clock = 1_000_000;
    const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 });
    walk = createSharedWalk(
      arm,
      () => clock,
      () => clock,
    );
    server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: ids.nsg } }) });
    server.answer('GET', ids.subnet, { body: subnet(ids.subnetNsg) });
    server.answer('GET', ids.nsg, standing(ids.nsg, 'own', { nics: [ids.nic] }));
    server.answer('GET', ids.subnetNsg, standing(ids.subnetNsg, 'shared', { subnets: [ids.subnet] }));
  });
  afterEach(() => server.close());

  /** A look some seconds later. @returns names of the rules on interface and subnet, and what was read for it */
  async function look(way: Freshness['way'], later = 10) {
    clock += later * 1000;
    const before = server.received.length;
    const filters = await walk(machine, { since: clock - 100, way });
    const names = filters.flatMap(({ onInterface = [], onSubnet = [] }) =>
      [...onInterface, ...onSubnet].map(({ name }) => name),
    );
    return {
      names,
      read: server.received
        .slice(before)
        .map(({ path }) => path.split('/').at(-1))
        .sort(),
    };
  }
  const both = ['own', 'shared'];

  it('reads only the NSGs where the way is known, and all of it anew for a proof', async () => {
    await look('known');
    const [known, proof] = [await look('known'), await look('anew')];
    assert.deepEqual(known, { names: both, read: ['subnet-nsg', 'web-nsg'] });
    assert.deepEqual(proof, { names: both, read: ['subnet-nsg', 'web', 'web-01-nic', 'web-nsg'] });
  });

  it('gives the same list of rules where nothing in it has changed', async () => {
    const first = await walk(machine, { since: clock, way: 'known' });
    clock += 5000;
    const second = await walk(machine, { since: clock, way: 'known' });
    assert.equal(server.count('GET', ids.nsg), 2);
    assert.equal(first[0]?.onInterface, second[0]?.onInterface);
  });

  it('notices an interface that was given another NSG', async () => {
    await look('known');
    server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: other } }) });
    server.answer('GET', ids.nsg, standing(ids.nsg, 'own', {}));
    server.answer('GET', other, standing(other, 'new', { nics: [ids.nic] }));
    assert.deepEqual((await look('known')).names, ['new', 'shared']);
  });

  it('notices an NSG that was taken off the interface, also when it was deleted', async () => {
    await look('known');
    server.answer('GET', ids.nic, { body: nic() });
    server.answer('GET', ids.nsg, gone);
    assert.deepEqual((await look('known')).names, ['shared']);
  });

  it('notices a subnet that was given another NSG, or none', async () => {
    await look('known');
    server.answer('GET', ids.subnet, { body: subnet(other) });
    server.answer('GET', ids.subnetNsg, standing(ids.subnetNsg, 'shared', {}));
    server.answer('GET', other, standing(other, 'new', { subnets: [ids.subnet] }));
    assert.deepEqual((await look('known')).names, ['own', 'new']);
    server.answer('GET', ids.subnet, { body: subnet() });
    server.answer('GET', other, standing(other, 'new', {}));
    assert.deepEqual((await look('known')).names, ['own']);
  });

  it('finds within minutes what no NSG tells: an interface in another subnet, an NSG where none was', async () => {
    server.answer('GET', ids.subnet, { body: subnet() });
    await look('known');
    server.answer('GET', ids.subnet, { body: subnet(ids.subnetNsg) });
    assert.deepEqual((await look('known', 200)).names, ['own']);
    assert.deepEqual((await look('known', 101)).names, both);
    const moved = `${ids.subnet}-2`;
    server.answer('GET', moved, { body: { ...subnet(other), id: moved } });
    server.answer('GET', other, standing(other, 'there', { subnets: [moved] }));
    const configurations = [ipConfiguration('10.0.1.4', { subnet: { id: moved } })];
    server.answer('GET', ids.nic, {
      body: nic({ networkSecurityGroup: { id: ids.nsg }, ipConfigurations: configurations }),
    });
    assert.deepEqual((await look('known', 301)).names, ['own', 'there']);
  });

  it('asks again at once for an interface that was not there', async () => {
    server.answer('GET', ids.nic, gone);
    assert.deepEqual((await look('known')).names, []);
    server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: ids.nsg } }) });
    assert.deepEqual((await look('known')).names, both);
  });

  it('reads many interfaces by a list, and by itself one that the list does not name', async () => {
    const many = Array.from({ length: 60 }, (_, number) => `${ids.nic}-${number}`);
    const bodies = many.map((id) => nic({ networkSecurityGroup: { id: ids.nsg } }, id));
    for (const [number, id] of many.entries()) server.answer('GET', id, { body: bodies[number] });
    server.answer('GET', lists.nics, { body: { value: bodies.slice(0, -1) } });
    const looks = many.map((interfaceId) =>
      walk(
        { azureId: ids.machine, addresses: [{ interfaceId, privateAddress: '10.0.0.4', primary: true }] },
        { since: clock - 100, way: 'anew' },
      ),
    );
    const seen = await Promise.all(looks);
    assert.deepEqual(new Set(seen.map((filters) => filters.length)), new Set([1]));
    assert.deepEqual(
      [server.count('GET', lists.nics), server.count('GET', ids.nsg), server.count('GET', ids.subnet)],
      [1, 1, 1],
    );
    assert.ok(server.received.length <= 8 + 1 + 1 + 3, `${server.received.length} reads for 60 machines`);
    assert.equal(server.count('GET', many[59] ?? ''), 1);
  });

  it('goes by a list that was read for others, and only for what it was begun in time for', async () => {
    const many = Array.from({ length: 40 }, (_, number) => `${ids.nic}-${number}`);
    const bodies = many.map((id) => nic({ networkSecurityGroup: { id: ids.nsg } }, id));
    for (const [number, id] of many.entries()) server.answer('GET', id, { body: bodies[number] });
    server.answer('GET', lists.nics, { body: { value: bodies } });
    const seen = (interfaceId: string | undefined, since: number) =>
      walk(
        {
          azureId: ids.machine,
          addresses: [{ interfaceId: interfaceId ?? '', privateAddress: '10.0.0.4', primary: true }],
        },
        { since, way: 'anew' },
      );
    const [first, ...others] = many;
    await seen(first, clock - 100);
    clock += 10_000;
    await Promise.all(others.map((id) => seen(id, clock - 100)));
    clock += 100;

    assert.equal((await seen(first, clock - 200)).length, 1);
    assert.deepEqual([server.count('GET', lists.nics), server.count('GET', first ?? '')], [1, 1]);

    await Promise.all(many.map((id) => seen(id, clock)));
    assert.equal(server.count('GET', lists.nics), 2);
  });
});
