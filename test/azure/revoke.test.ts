// Deleting the very rule that was read, over real HTTP, whatever Azure answers.
import assert from 'node:assert/strict';
import type { FaultSpec } from '../../sandbox/azure/faults.ts';
import type { NewRule } from '../../sandbox/azure/rule-changes.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createRevoke } from '../../src/azure/revoke.ts';
import { ids, rule } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';
import { type RevokeWorld, rdp, startRevokeWorld, web } from './revoke-world.ts';

const deletion = 'Microsoft.Network/networkSecurityGroups/securityRules/delete';
const stillStands = {
  code: 'in-doubt',
  message: 'Azure took the order to delete the Allow rule, and it still stands.',
};
const busy = 'Azure is still busy with another change to the same network.';

describe('Deleting the rule of a grant', () => {
  let world: RevokeWorld;
  afterEach(() => world.simulator.close());

  const opened = async (deletionTakesMs?: number) => {
    world = await startRevokeWorld(deletionTakesMs);
    await world.open();
    return world;
  };

  it('takes this rule, and no other', async () => {
    const { open, revoke, only, jitRules, deletions } = await opened();
    await open({ ...rdp, source: '198.51.100.9' });

    assert.equal(await revoke.remove(await only()), 'removed');

    assert.deepEqual(
      jitRules().map(({ sources }) => sources),
      [['198.51.100.9']],
    );
    assert.equal(deletions(), 1);
  });

  it('says that the rule is gone, and asks for nothing', async () => {
    const { simulator, revoke, only, deletions } = await opened();
    const standing = await only();
    simulator.wipeRule('nsg-web-01', standing.rule.name);
    assert.deepEqual([await revoke.remove(standing), deletions()], ['gone', 0]);
  });

  it('says that the rule went while it asked', async () => {
    const { simulator, revoke, only, beforeDeletion, deletions } = await opened();
    const standing = await only();
    beforeDeletion(() => simulator.wipeRule('nsg-web-01', standing.rule.name));
    assert.deepEqual([await revoke.remove(standing), deletions()], ['gone', 1]);
  });

  it('says that the rule is gone where Azure answers 404', async () => {
    const { simulator, revoke, only } = await opened();
    const standing = await only();
    const action = { status: 404, body: armError('ResourceNotFound', 'x') };
    simulator.faults.add({ match: 'DELETE securityRules', action });
    assert.equal(await revoke.remove(standing), 'gone');
  });

  const denyAda: NewRule = { name: 'deny-ada', priority: 101, access: 'Deny', destinationPorts: ['3389'] };

  it('takes nothing from an NSG that is another than the one that was read, until it is read again', async () => {
    const { simulator, revoke, only, jitRules, deletions } = await opened();
    const standing = await only();
    simulator.addRule('nsg-web-01', denyAda);
    assert.deepEqual([await revoke.remove(standing), deletions(), jitRules().length], ['changed', 0, 1]);
    assert.equal(await revoke.remove(await only()), 'removed');
  });

  it('takes nothing from an NSG that changes between its look and its DELETE', async () => {
    const { simulator, revoke, only, beforeDeletion, jitRules, deletions } = await opened();
    const standing = await only();
    beforeDeletion(() => simulator.addRule('nsg-web-01', denyAda));
    assert.deepEqual([await revoke.remove(standing), deletions(), jitRules().length], ['changed', 1, 1]);
  });

  const noRight = armError(
    'AuthorizationFailed',
    `The client 'x' does not have authorization to perform action '${deletion}' over scope '/x'`,
  );
  const lacks = {
    code: 'forbidden',
    message: `The bot lacks the right ${deletion} in Azure.`,
    permission: deletion,
  };
  const troubles: readonly (readonly [string, FaultSpec['action'], object])[] = [
    ['a missing right', { status: 403, body: noRight }, lacks],
    [
      'a missing right that Azure does not name',
      { status: 403, body: armError('AuthorizationFailed', 'x') },
      lacks,
    ],
    [
      'another change that runs',
      { status: 429, headers: { 'retry-after': '14' }, body: armError('RetryableError', 'x') },
      { code: 'throttled', message: busy, retryAfterSeconds: 14 },
    ],
    [
      'a conflict',
      { status: 409, body: armError('Conflict', 'x') },
      { code: 'unavailable', message: 'Another change in Azure is in the way.' },
    ],
    [
      'a lock',
      { status: 409, body: armError('ScopeLocked', 'x') },
      { code: 'rejected', message: 'A lock in Azure forbids the bot to delete the Allow rule.' },
    ],
    [
      'an Azure Policy',
      { status: 403, body: armError('RequestDisallowedByPolicy', 'x') },
      { code: 'rejected', message: 'An Azure Policy of your organisation forbids it.' },
    ],
    [
      'an error before it was done',
      { status: 500, body: armError('InternalServerError', 'x') },
      { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 500).' },
    ],
    [
      'a gateway in HTML',
      'html-502',
      { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 502).' },
    ],
    ['a broken connection', 'reset-before', { code: 'in-doubt', message: 'The connection to Azure broke.' }],
    [
      'a proxy that says all is well',
      { status: 200, body: '<html>', headers: { 'content-type': 'text/html' } },
      stillStands,
    ],
  ];
  for (const [what, action, fault] of troubles)
    it(`tells of ${what}, and asks only once`, async () => {
      const { simulator, revoke, only, jitRules, deletions } = await opened();
      const standing = await only();
      simulator.faults.add({ match: 'DELETE securityRules', action });

      assert.deepEqual(briefly(await thrownBy(revoke.remove(standing))), fault);

      assert.deepEqual([deletions(), jitRules().length], [1, 1]);
    });

  for (const action of ['reset-after', { status: 500, after: true }] as const)
    it(`is in doubt after ${JSON.stringify(action)}, and finds out by asking again`, async () => {
      const { simulator, revoke, only } = await opened(0);
      const standing = await only();
      simulator.faults.add({ match: 'DELETE securityRules', action });
      assert.equal((await thrownBy(revoke.remove(standing))).code, 'in-doubt');
      assert.deepEqual([await revoke.standing(web, rdp), await revoke.remove(standing)], [[], 'gone']);
    });

  it('needs no right to ask how far Azure is: it looks at the rule', async () => {
    const { simulator, revoke, only } = await opened(0);
    const action = { status: 403, body: armError('AuthorizationFailed', 'x') };
    simulator.faults.add({ match: 'GET locations/westeurope/operations', action });
    assert.equal(await revoke.remove(await only()), 'removed');
    assert.deepEqual(simulator.faults.list(), []);
  });

  it('is in doubt, and waits no longer, while Azure does not get it done; nothing else may change then', async () => {
    const { open, revokeWithin, only } = await opened(3_600_000);
    const other = { ...rdp, source: '198.51.100.9' };
    await open(other);
    const revoke = revokeWithin(30);

    assert.deepEqual(briefly(await thrownBy(revoke.remove(await only()))), stillStands);
    assert.deepEqual(briefly(await thrownBy(revoke.remove(await only(other)))), {
      code: 'throttled',
      message: busy,
      retryAfterSeconds: 10,
    });
  });

  it('is in doubt when it cannot look whether the rule went', async () => {
    const { simulator, revoke, only, beforeDeletion } = await opened();
    const standing = await only();
    beforeDeletion(() => simulator.faults.add({ match: 'GET securityRules', times: 3, action: 'html-502' }));
    assert.deepEqual(briefly(await thrownBy(revoke.remove(standing))), {
      code: 'in-doubt',
      message: 'Azure took the order to delete the Allow rule, and then did not answer.',
    });
  });
});

describe('Waiting for a deletion', () => {
  let server: ArmServer;
  let stranger: ArmServer;
  beforeEach(async () => {
    [server, stranger] = await Promise.all([startArmServer(), startArmServer()]);
  });
  afterEach(() => Promise.all([server.close(), stranger.close()]));

  for (const header of ['azure-asyncoperation', 'location'])
    it(`follows ${header}, whatever origin it names, only to the endpoint`, async () => {
      const path = '/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operations/1';
      const own = { ...rule('own'), etag: 'W/"1"' };
      server.answer('GET', ids.rule, { body: own }, { status: 404, body: armError('NotFound', 'x') });
      server.answer('DELETE', ids.rule, { status: 202, headers: { [header]: `${stranger.origin}${path}` } });
      server.answer('GET', path, { body: { status: 'InProgress' } }, { body: { status: 'Succeeded' } });
      const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 3000 });
      const revoke = createRevoke(arm, { waitMilliseconds: 3000, pollMilliseconds: 1 });

      const named = { nsg: 'web-nsg', name: 'own', priority: 100 };
      assert.equal(await revoke.remove({ id: ids.rule, etag: 'W/"1"', rule: named }), 'removed');

      assert.ok(server.count('GET', path) > 0);
      assert.deepEqual(stranger.received, []);
    });
});
