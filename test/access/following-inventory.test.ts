// Interfaces that were replaced while a grant ran are looked at, and none found is no proof by itself.
import assert from 'node:assert/strict';
import type { PortWatch } from '../../src/access/azure-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import { followingInventory, revokeFollowing } from '../../src/access/following-inventory.ts';
import { web01 } from '../support/requests.ts';

const newer = { interfaceId: '/nic/new', privateAddress: '10.0.0.9', primary: true };
const moved = { ...web01, addresses: [newer] };

const read = { loaded: true, knows: () => true };

/** A watch that sees only these interfaces. */
const seeing = (...ids: readonly string[]): PortWatch => ({
  async filtersOf({ addresses }) {
    return addresses
      .filter(({ interfaceId }) => ids.includes(interfaceId))
      .map(({ privateAddress, primary }) => ({ privateAddress, primary, onInterface: [], onSubnet: [] }));
  },
});

describe('a watch that follows the inventory', () => {
  it('looks at interfaces that came after the grant was agreed', async () => {
    const watch = followingInventory(seeing('/nic/new'), { ...read, byId: () => moved });
    assert.deepEqual(
      (await watch.filtersOf(web01)).map(({ privateAddress }) => privateAddress),
      ['10.0.0.9'],
    );
  });

  it('cannot tell while the machine is known and none of its interfaces is found', async () => {
    const watch = followingInventory(seeing(), { ...read, byId: () => web01 });
    await assert.rejects(
      watch.filtersOf(web01),
      (error) => error instanceof Fault && error.code === 'unavailable',
    );
  });

  it('cannot tell before the machines are known', async () => {
    const watch = followingInventory(seeing(), { ...read, loaded: false, byId: () => undefined });
    await assert.rejects(watch.filtersOf(web01), Fault);
  });

  it('cannot tell of a machine whose subscription was never read, whatever else was', async () => {
    const asked: string[] = [];
    const knows = (subscriptionId: string) => {
      asked.push(subscriptionId);
      return false;
    };
    const watch = followingInventory(seeing(), { ...read, knows, byId: () => undefined });
    await assert.rejects(watch.filtersOf(web01), {
      code: 'unavailable',
      message: /subscription could not be read/,
    });
    assert.deepEqual(asked, [web01.subscription.id]);
  });

  it('finds nothing in front of a machine that is gone', async () => {
    const watch = followingInventory(seeing(), { ...read, byId: () => undefined });
    assert.deepEqual(await watch.filtersOf(web01), []);
  });
});

describe('a deletion that follows the inventory', () => {
  it('finds rules in front of interfaces that came after the grant was agreed', async () => {
    const asked: string[] = [];
    const revoke = revokeFollowing(
      {
        standing: async ({ addresses }) => {
          asked.push(...addresses.map(({ interfaceId }) => interfaceId));
          return [];
        },
        remove: async () => 'gone',
      },
      { byId: () => moved },
    );
    await revoke.standing(web01, { source: '203.0.113.7', port: 3389 });
    assert.deepEqual(asked, [...web01.addresses.map(({ interfaceId }) => interfaceId), '/nic/new']);
  });
});
