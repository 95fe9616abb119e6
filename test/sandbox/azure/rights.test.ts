// The simulator holds its caller to the roles it was given, and says so as Azure does.
import assert from 'node:assert/strict';
import { development, production } from '../../../sandbox/azure/estate.ts';
import { actionAt } from '../../../sandbox/azure/rights.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { ADA } from '../../../sandbox/chat/people.ts';
import { arm, policyPath } from './clients.ts';

const bodyOf = async (response: Response) =>
  (await response.json()) as { error: { code: string; message: string }; value: unknown };
const nics = (subscription: string) =>
  `/subscriptions/${subscription}/providers/Microsoft.Network/networkInterfaces`;
const permissions = `/subscriptions/${production}/providers/Microsoft.Authorization/permissions`;

describe("the simulator's caller", () => {
  let azure: AzureSimulator;
  beforeEach(async () => {
    azure = await startAzureSimulator({
      roles: [{ actions: ['*/READ'], notActions: ['microsoft.compute/*'] }],
    });
  });
  afterEach(() => azure.close());
  const status = async (path: string, init?: Parameters<typeof arm>[2]) =>
    (await arm(azure.url, path, init)).status;
  const initiate = `${policyPath('rg-web-prod', 'westeurope')}/initiate`;

  it('may do what a role allows, without regard to letter case, and nothing else', async () => {
    assert.deepEqual(
      [
        await status(nics(production)),
        await status(`/subscriptions/${production}/providers/Microsoft.Compute/virtualMachines`),
        await status(initiate, { method: 'POST', body: '{}' }),
      ],
      [200, 403, 403],
    );
    assert.deepEqual(
      azure.requests().map(({ accepted }) => accepted),
      [false],
    );
  });

  it('is refused with the action and the scope, in the words of Azure', async () => {
    const refusedAt = async (path: string, method: string) =>
      (await bodyOf(await arm(azure.url, path, { method, ...(method === 'POST' && { body: '{}' }) }))).error;
    const { code, message } = await refusedAt(initiate, 'POST');
    assert.equal(code, 'AuthorizationFailed');
    assert.match(
      message,
      /^The client '[\w-]+' with object id '[\w-]+' does not have authorization to perform action 'Microsoft\.Security\/locations\/jitNetworkAccessPolicies\/initiate\/action' over scope '.*\/jitNetworkAccessPolicies\/\w+\/initiate' or the scope is invalid\./,
    );
    azure.assign([]);
    assert.match(
      (await refusedAt(nics(production), 'GET')).message,
      new RegExp(`over scope '/subscriptions/${production}' or`),
    );
  });

  it('has a role in one subscription only where it was given there', async () => {
    azure.assign([{ actions: ['*'], subscription: development }]);
    assert.deepEqual([await status(nics(development)), await status(nics(production))], [200, 403]);
  });

  it('sees its own permissions, if it may', async () => {
    const value = async () => (await bodyOf(await arm(azure.url, permissions))).value;
    assert.deepEqual(await value(), [
      { actions: ['*/READ'], notActions: ['microsoft.compute/*'], dataActions: [], notDataActions: [] },
    ]);
    azure.assign([{ actions: ['Microsoft.Network/*'] }]);
    assert.equal(await status(permissions), 403);
  });

  it('may always list subscriptions, and ask Microsoft Graph', async () => {
    azure.assign([]);
    const groups = await fetch(`${azure.url}/v1.0/users/${ADA.id}/checkMemberGroups`, {
      method: 'POST',
      headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
      body: JSON.stringify({ groupIds: [ADA.id] }),
    });
    assert.deepEqual([await status('/subscriptions'), groups.status], [200, 200]);
  });

  it('is given roles over HTTP, is an Owner without, and has the first ones back after a reset', async () => {
    const control = (method: string, body?: unknown) =>
      fetch(`${azure.url}/_sandbox/roles`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    const compute = `/subscriptions/${production}/providers/Microsoft.Compute/virtualMachines`;
    assert.equal((await control('PUT', [{ actions: ['Microsoft.Compute/*'] }])).status, 204);
    assert.deepEqual([await status(compute), await status(nics(production))], [200, 403]);
    assert.equal((await control('DELETE')).status, 204);
    assert.deepEqual([await status(compute), await status(nics(production))], [200, 200]);
    azure.reset();
    assert.deepEqual(await (await control('GET')).json(), [
      { actions: ['*/READ'], notActions: ['microsoft.compute/*'] },
    ]);
    assert.equal((await control('PUT', { actions: 'all' })).status, 400);
  });
});

describe('the action of a call', () => {
  const group = `/subscriptions/s/resourceGroups/providers/providers`;
  const table: readonly [string, string, string | undefined][] = [
    ['GET', '/subscriptions', undefined],
    ['GET', `${group}/Microsoft.Network/networkInterfaces/n`, 'Microsoft.Network/networkInterfaces/read'],
    ['DELETE', `${group}/M.N/nsgs/n/rules/r`, 'M.N/nsgs/rules/delete'],
    ['PUT', '/subscriptions/s/providers/M.S/pricings/VirtualMachines', 'M.S/pricings/write'],
    ['POST', `${group}/M.S/locations/l/policies/p/initiate`, 'M.S/locations/policies/initiate/action'],
  ];
  for (const [method, path, action] of table)
    it(`${method} ${path} is ${action ?? 'none'}`, () => assert.equal(actionAt(method, path), action));
});
