// What the bot may do: asked of a simulated Azure that holds it to its roles, and of one that answers badly.
import assert from 'node:assert/strict';
import { development, production } from '../../sandbox/azure/estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { featuresOn } from '../../src/access/rights-port.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createRights } from '../../src/azure/rights.ts';
import { roleDefinitions } from '../../src/azure/roles.ts';
import { type ArmServer, armError, type Reply, startArmServer } from '../support/arm-server.ts';
import { thrownBy } from './faults.ts';

const { bot, botWithRevoke, botWithSetup } = roleDefinitions;
const assigned = ({ actions, notActions }: typeof bot) => ({
  actions: [...actions],
  notActions: [...notActions],
});
const everything = featuresOn({ revoke: true, setup: true });
const armAt = (armEndpoint: string) =>
  createArm({ cloud: 'public', armEndpoint, timeLimitMilliseconds: 3000 });

describe('the rights of the bot', () => {
  let azure: AzureSimulator;
  before(async () => {
    azure = await startAzureSimulator();
  });
  afterEach(() => azure.assign(undefined));
  after(() => azure.close());
  const rights = (configured?: readonly string[]) => createRights(armAt(azure.url), configured);
  const missing = async (wanted = everything, subscription = production) => {
    const seen = await rights().missingFor(wanted, subscription);
    return seen.kind === 'known'
      ? [seen.missing.map(({ action }) => action), seen.roles.map(({ name }) => name)]
      : seen;
  };

  it('are all there for an Owner', async () => assert.deepEqual(await missing(), [[], []]));

  it('are enough with the role of the bot, for all that is not switched on', async () => {
    azure.assign([assigned(bot)]);
    assert.deepEqual(await missing(featuresOn({ revoke: false, setup: false })), [[], []]);
  });

  it('lack, with the role of the bot, exactly what the switches need, and the roles that have it are named', async () => {
    azure.assign([assigned(bot)]);
    assert.deepEqual(await missing(), [
      [
        'Microsoft.Network/networkSecurityGroups/securityRules/read',
        'Microsoft.Network/networkSecurityGroups/securityRules/delete',
        'Microsoft.Network/locations/operations/read',
        'Microsoft.Security/pricings/write',
        'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
        'Microsoft.Compute/virtualMachines/write',
      ],
      ['JIT Access bot with setup', 'JIT Access bot with revoke'],
    ]);
  });

  it('are added up over roles, on as many pages as it takes', async () => {
    const nothings = Array.from({ length: 12 }, () => ({ actions: ['*'], notActions: ['*'] }));
    azure.assign([...nothings, assigned(botWithSetup), ...nothings, assigned(botWithRevoke)]);
    assert.deepEqual(await missing(), [[], []]);
  });

  it('say of what can be done without that all goes on', async () => {
    const { actions } = botWithRevoke;
    azure.assign([
      { actions: actions.filter((action) => action !== 'Microsoft.Network/locations/operations/read') },
    ]);
    assert.deepEqual(await rights().missingFor(featuresOn({ revoke: true, setup: false }), production), {
      kind: 'known',
      missing: [
        {
          action: 'Microsoft.Network/locations/operations/read',
          features: [],
          without: ['The bot looks at the rule again a little later instead.'],
        },
      ],
      roles: [{ name: 'JIT Access bot with revoke', file: 'infra/roles/bot-with-revoke.json' }],
    });
  });

  it('name the role for a call that was refused', () =>
    assert.deepEqual(rights().rolesWith('Microsoft.Security/pricings/write'), [
      { name: 'JIT Access bot with setup', file: 'infra/roles/bot-with-setup.json' },
    ]));

  it('are looked at in each subscription by itself', async () => {
    azure.assign([assigned(bot), { ...assigned(botWithSetup), subscription: development }]);
    const all = await rights().look(['defender']);
    assert.deepEqual(
      all.map(({ subscription, seen }) => [
        subscription.name,
        seen.kind === 'known' && seen.missing.map(({ action }) => action),
      ]),
      [
        ['Production', ['Microsoft.Security/pricings/write']],
        ['Development', []],
        ['Sandbox', ['Microsoft.Security/pricings/write']],
      ],
    );
  });

  it('are not known, rather than all there, where the bot may not ask', async () => {
    azure.assign([{ actions: ['Microsoft.Compute/*'] }]);
    const why = 'The bot lacks the right Microsoft.Authorization/permissions/read in Azure.';
    assert.deepEqual(await missing(), { kind: 'unknown', why });
  });

  it('are not known of a subscription that Azure does not show, and the others are looked at', async () => {
    const other = '99999999-9999-4999-8999-999999999999';
    const all = await rights([other, production.toUpperCase()]).look(['list']);
    assert.deepEqual(
      all.map(({ subscription, seen }) => [subscription, seen.kind]),
      [
        [{ id: other, name: other }, 'unknown'],
        [{ id: production, name: 'Production' }, 'known'],
      ],
    );
  });

  it('are not known at all where the subscriptions are not', async () => {
    azure.faults.add({ match: 'GET subscriptions', times: 5, action: { status: 501 } });
    assert.equal((await thrownBy(rights().look(['list']))).code, 'unavailable');
    azure.faults.clear();
  });
});

describe('An answer about rights', () => {
  const path = `/subscriptions/${production}/providers/Microsoft.Authorization/permissions`;
  let server: ArmServer;
  beforeEach(async () => {
    server = await startArmServer();
  });
  afterEach(() => server.close());
  const asked = async (...replies: readonly Reply[]) => {
    server.answer('GET', path, ...replies);
    return createRights(armAt(server.origin)).missingFor(['watch'], production);
  };
  const all = { actions: ['*'], notActions: [] };

  it('is asked for with the version that is specified', async () => {
    await asked({ body: { value: [all] } });
    assert.deepEqual(server.received[0]?.query, { 'api-version': '2022-04-01' });
  });

  const bad: readonly [string, Reply, RegExp][] = [
    ['is HTML', { body: '<html></html>' }, /Something other than Azure/],
    ['is no list', { body: { value: 'all' } }, /does not understand/],
    ['is half a list', { body: { value: [{ actions: 'all' }] } }, /does not understand/],
    ['names a page that has no end', { body: { value: [], nextLink: `https://x.test${path}` } }, /no end/],
    ['is a fault', { status: 501, body: {} }, /error of its own/],
    ['is a refusal', { status: 403, body: armError('AuthorizationFailed', 'x') }, /permissions\/read/],
    [
      'is a subscription unknown',
      { status: 404, body: armError('SubscriptionNotFound', 'x') },
      /does not show/,
    ],
  ];
  for (const [what, reply, why] of bad)
    it(`that ${what} says nothing, and above all not that all is there`, async () => {
      const seen = await asked(reply);
      assert.ok(seen.kind === 'unknown');
      assert.match(seen.why, why);
    });

  const counted: readonly [string, object, boolean][] = [
    ['counts', all, true],
    ['may leave lists out', { actions: ['*'], notActions: null }, true],
    ['does not count under a condition', { ...all, condition: '@Resource[x] StringEquals y' }, false],
    ['gives nothing that it takes back', { actions: ['*'], notActions: ['Microsoft.Network/*'] }, false],
  ];
  for (const [what, role, is] of counted)
    it(`with a role: it ${what}`, async () => {
      const seen = await asked({ body: { value: [role] } });
      assert.equal(seen.kind === 'known' && seen.missing.length === 0, is);
    });
});
