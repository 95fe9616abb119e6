// The JIT policies of a machine's place, over real HTTP: all that are there now, and what they say of the machine.
import assert from 'node:assert/strict';
import { type EditorWorld, pay, startEditorWorld, web, webPorts } from './editor-world.ts';

describe('The JIT policies of a machine’s place', () => {
  let world: EditorWorld;
  beforeEach(async () => {
    world = await startEditorWorld();
  });
  afterEach(() => world.close());
  const policiesFor = (azureId: string, region = 'westeurope') =>
    world.places.policiesFor({ azureId, region });

  it('say what they say of the machine, whatever the case of ids', async () => {
    const { policyIds, jitPorts } = await policiesFor(web.machineId.toUpperCase(), 'West Europe');
    assert.deepEqual(
      [policyIds.map((id) => id.toLowerCase()), jitPorts.map(({ policyId: _, ...setting }) => setting)],
      [[web.policyId.toLowerCase()], webPorts],
    );
  });

  it('are there also when they list nobody any more', async () => {
    const edit = { policyId: pay.policyId, machineId: pay.machineId, before: pay.before, wanted: [] };
    assert.equal(await world.write(edit), 'written');
    const { policyIds, jitPorts } = await policiesFor(pay.machineId);
    assert.deepEqual(
      [policyIds.map((id) => id.toLowerCase()).includes(pay.policyId.toLowerCase()), jitPorts],
      [true, []],
    );
  });

  it('are none in another region', async () => {
    assert.deepEqual(await policiesFor(web.machineId, 'northeurope'), { policyIds: [], jitPorts: [] });
  });
});
