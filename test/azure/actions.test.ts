// Holds the list of Azure calls to what the code really does: nothing arrives that is not listed, and all that is listed arrives.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { actionAt } from '../../sandbox/azure/rights.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { actionOf } from '../../src/azure/action-of.ts';
import { azureCalls } from '../../src/azure/actions.ts';
import { createArm } from '../../src/azure/arm.ts';
import { allRoles, roleDefinitions } from '../../src/azure/roles.ts';
import { exercises } from '../support/azure-exercises.ts';

/** As the list names it; the simulator checks no right for the list of subscriptions. */
const nameOf = (method: string, path: string): string =>
  actionAt(method, path) ??
  (`${method} ${path}` === 'GET /subscriptions'
    ? 'Microsoft.Resources/subscriptions/read'
    : `${method} ${path}`);

describe('every call to Azure', () => {
  const arrived = new Map<string, string>();
  const calls: { readonly method: string; readonly path: string }[] = [];
  let azure: AzureSimulator;

  /** One after the other: what one opened the next ends. */
  async function exerciseAll() {
    const arm = createArm({ cloud: 'public', armEndpoint: azure.url, timeLimitMilliseconds: 5000 });
    for (const { run } of Object.values(exercises)) await run(arm, azure);
  }

  before(async () => {
    azure = await startAzureSimulator({
      ruleAppearsAfterMs: 0,
      deletionTakesMs: 20,
      journal: (event) => {
        if (event.kind !== 'call' || event.path.startsWith('/v1.0/')) return;
        calls.push(event);
        arrived.set(nameOf(event.method, event.path).toLowerCase(), `${event.method} ${event.path}`);
      },
    });
    await exerciseAll();
    // Once more as the bot is run: with the roles that it is given, and so region by region.
    azure.reset();
    const { botWithRevoke, botWithSetup } = roleDefinitions;
    azure.assign([botWithRevoke, botWithSetup].map(({ actions }) => ({ actions: [...actions] })));
    await exerciseAll();
  });
  after(() => azure.close());

  const listed = azureCalls.map(({ action }) => action.toLowerCase());

  it('is in the list', () =>
    assert.deepEqual(
      [...arrived].filter(([action]) => !listed.includes(action)),
      [],
    ));

  it('that is listed is really made', () =>
    assert.deepEqual(
      listed.filter((action) => !arrived.has(action)),
      [],
    ));

  it('has the action that the log and the refusals name', () => {
    assert.ok(calls.length > 20);
    for (const { method, path } of calls)
      assert.equal(actionOf(method, `https://management.azure.com${path}`), actionAt(method, path));
  });

  it('is allowed by a role of infra/roles, or listed as one that none can allow', () => {
    const given = new Set(allRoles.flatMap(({ actions }) => actions.map((action) => action.toLowerCase())));
    assert.deepEqual(
      azureCalls.filter(({ action, inNoRole }) => given.has(action.toLowerCase()) === (inNoRole === true)),
      [],
    );
  });

  it('is made by a file that is exercised here', () => {
    const speaking = globSync('src/azure/*.ts').filter((file) =>
      readFileSync(file, 'utf8').includes("from './arm.ts'"),
    );
    const exercised = Object.values(exercises).flatMap(({ files }) => files);
    assert.ok(speaking.length > 8, speaking.join());
    assert.deepEqual(
      speaking.map((file) => basename(file)).filter((file) => !exercised.includes(file)),
      [],
    );
  });
});
