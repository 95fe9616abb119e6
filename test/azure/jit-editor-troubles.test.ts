// Azure is in trouble while a JIT policy is changed, over real HTTP.
import assert from 'node:assert/strict';
import {
  type EditorWorld,
  edited,
  rdpFor,
  setting,
  startEditorWorld,
  vault,
  web,
  webEdit,
} from './editor-world.ts';
import { briefly, thrownBy } from './faults.ts';

const putPolicy = 'PUT jitNetworkAccessPolicies';
const getPolicy = 'GET jitNetworkAccessPolicies';

describe('changing a JIT policy with trouble in between', () => {
  let world: EditorWorld;
  beforeEach(async () => {
    world = await startEditorWorld();
  });
  afterEach(() => world.close());

  const body = (code: string) => ({ error: { code, message: 'Raw words of Azure.' } });
  const passing: readonly [string, Parameters<typeof world.simulator.faults.add>[0]['action'], number][] = [
    ['409', { status: 409, body: body('Conflict') }, 2],
    ['412', { status: 412, body: body('PreconditionFailed') }, 2],
    ['500 before anything was done', { status: 500, body: body('InternalServerError') }, 2],
    ['500 after the write took', { status: 500, after: true, body: body('InternalServerError') }, 1],
    ['a connection that broke before', 'reset-before', 2],
    ['a connection that broke after', 'reset-after', 1],
    ["a gateway's page", 'html-502', 2],
    ["a proxy's page with status 200", { status: 200, body: '<html>Sign in</html>' }, 2],
  ];
  for (const [what, action, puts] of passing)
    it(`ends well after ${what}`, async () => {
      const before = world.neighbour();
      world.simulator.faults.add({ match: putPolicy, action });
      assert.deepEqual(
        [await world.write(webEdit), world.mine(), world.neighbour(), world.puts()],
        ['written', edited, before, puts],
      );
    });

  const lasting: readonly [string, Parameters<typeof world.simulator.faults.add>[0]['action'], object][] = [
    [
      'a conflict that does not pass',
      { status: 409, body: body('Conflict') },
      { code: 'unavailable', message: 'Others keep changing this JIT policy. Nothing was written.' },
    ],
    [
      'a lock',
      { status: 409, body: body('ScopeLocked') },
      { code: 'rejected', message: 'A lock in Azure forbids this change.' },
    ],
    [
      'throttling',
      { status: 429, headers: { 'retry-after': '7' }, body: body('SubscriptionRequestsThrottled') },
      { code: 'throttled', message: 'Azure asks the bot to slow down.', retryAfterSeconds: 7 },
    ],
    [
      'a right that is missing',
      { status: 403, body: body('AuthorizationFailed') },
      {
        code: 'forbidden',
        message:
          'The bot lacks the right Microsoft.Security/locations/jitNetworkAccessPolicies/write in Azure.',
        permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
      },
    ],
    [
      'settings that Azure refuses',
      { status: 400, body: body('BadRequest') },
      {
        code: 'rejected',
        message: 'Azure did not accept the changed JIT policy (HTTP 400, BadRequest). Nothing was changed.',
      },
    ],
    [
      'an Azure that is broken',
      { status: 500, body: body('InternalServerError') },
      { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 500).' },
    ],
  ];
  for (const [what, action, expected] of lasting)
    it(`says what it is: ${what}`, async () => {
      const before = world.policy();
      world.simulator.faults.add({ match: putPolicy, times: 9, action });
      assert.deepEqual([briefly(await thrownBy(world.write(webEdit))), world.policy()], [expected, before]);
    });

  it('is in doubt where it cannot read back, and finds out when it is asked again', async () => {
    world.simulator.faults.add({ match: putPolicy, action: 'reset-after' });
    world.simulator.faults.add({ match: getPolicy, skip: 2, times: 3, action: 'reset-before' });
    assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
    assert.deepEqual([await world.write(webEdit), world.puts()], ['already', 1]);
  });

  it('is in doubt where Azure took it and then may not be read', async () => {
    world.simulator.faults.add({
      match: getPolicy,
      skip: 2,
      action: { status: 403, body: body('AuthorizationFailed') },
    });
    assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
  });

  it('reads a group that is not there as no place for a policy', async () => {
    world.simulator.faults.add({
      match: getPolicy,
      action: { status: 404, body: body('ResourceGroupNotFound') },
    });
    const fault = await thrownBy(world.write({ ...vault, before: [], wanted: [setting(22)] }));
    assert.deepEqual([fault.code, world.puts()], ['missing', 0]);
  });

  it('ends well where the answer to a PUT does not come in time', async () => {
    await world.close();
    world = await startEditorWorld({ timeLimitMilliseconds: 1000 });
    world.simulator.faults.add({ match: 'PUT', action: { delayMs: 1500 } });
    assert.equal(await world.write(webEdit), 'written');
    assert.deepEqual(
      world.entriesOf(web.policyId, web.machineId).map(({ ports }) => ports),
      [[rdpFor('PT1H')]],
    );
  });
});
