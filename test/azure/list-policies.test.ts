// Listing JIT policies with and without the right that no custom role can have.
import assert from 'node:assert/strict';
import { createArm } from '../../src/azure/arm.ts';
import { listJitPolicies } from '../../src/azure/list-policies.ts';
import { lists, subscriptionId } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

const forbidden = { status: 403, body: armError('AuthorizationFailed', 'x') };
const located = (region: string) =>
  `/subscriptions/${subscriptionId}/providers/Microsoft.Security/locations/${region}/jitNetworkAccessPolicies`;
const bodyOf = (...names: readonly string[]) => ({
  body: { value: names.map((name) => ({ id: name, properties: { virtualMachines: [] } })) },
});

describe('Listing JIT policies', () => {
  let server: ArmServer;
  beforeEach(async () => {
    server = await startArmServer();
  });
  afterEach(() => server.close());
  const list = (regions: readonly string[] | Error) =>
    listJitPolicies(
      createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 3000 }),
      subscriptionId,
      async () => {
        if (regions instanceof Error) throw regions;
        return regions;
      },
      (page) => page,
    );
  const names = async (regions: readonly string[]) => (await list(regions)).map(({ id }) => id);

  it('is one call where the bot may make it', async () => {
    server.answer('GET', lists.policies, bodyOf('one', 'two'));
    assert.deepEqual(await names(['westeurope']), ['one', 'two']);
    assert.equal(server.received.length, 1);
  });

  it('goes region by region where it may not, each region once however it is spelled', async () => {
    server.answer('GET', lists.policies, forbidden);
    server.answer('GET', located('westeurope'), bodyOf('west'));
    server.answer('GET', located('northeurope'), bodyOf('north'));
    assert.deepEqual(await names(['westeurope', 'West Europe', 'NorthEurope']), ['west', 'north']);
    assert.equal(server.count('GET', located('westeurope')), 1);
  });

  it('names the right that a role can give when that is missing, too', async () => {
    server.answer('GET', lists.policies, forbidden);
    server.answer('GET', located('westeurope'), forbidden);
    assert.deepEqual(briefly(await thrownBy(list(['westeurope']))), {
      code: 'forbidden',
      message: 'The bot lacks the right Microsoft.Security/locations/jitNetworkAccessPolicies/read in Azure.',
      permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/read',
    });
  });

  it('never returns half a list: one region that fails fails all', async () => {
    server.answer('GET', lists.policies, forbidden);
    server.answer('GET', located('westeurope'), bodyOf('west'));
    server.answer('GET', located('northeurope'), { status: 501, body: {} });
    assert.equal((await thrownBy(list(['westeurope', 'northeurope']))).code, 'unavailable');
  });

  for (const [what, reply] of [
    ['that fails', { status: 501, body: {} }],
    [
      'in which the sign-in is not accepted',
      { status: 401, body: armError('InvalidAuthenticationToken', 'x') },
    ],
  ] as const)
    it(`asks no region after a call ${what}`, async () => {
      server.answer('GET', lists.policies, reply);
      await thrownBy(list(['westeurope']));
      assert.equal(server.count('GET', located('westeurope')), 0);
    });
});
