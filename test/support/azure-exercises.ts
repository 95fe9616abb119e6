// Every part of src/azure that speaks to Resource Manager, made to do all that it does: for the test that compares what
// arrives with the list of calls in src/azure/actions.ts. WHO ADDS A PART THERE ADDS IT HERE.
import assert from 'node:assert/strict';
import { production, sandbox } from '../../sandbox/azure/estate.ts';
import type { AzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { createArm } from '../../src/azure/arm.ts';
import { createDefenderPlans } from '../../src/azure/defender-plans.ts';
import { createEstateReader } from '../../src/azure/estate-reader.ts';
import { createInventory } from '../../src/azure/inventory.ts';
import { createJit } from '../../src/azure/jit.ts';
import { createJitEditor } from '../../src/azure/jit-editor.ts';
import { createJitPlaces } from '../../src/azure/jit-places.ts';
import { createPortWatch } from '../../src/azure/port-watch.ts';
import { createRevoke } from '../../src/azure/revoke.ts';
import { createRights } from '../../src/azure/rights.ts';
import { sellsJit } from '../../src/domain/setup/defender-plan.ts';
import { rdp, web } from '../azure/revoke-world.ts';
import { keptLog } from './kept-log.ts';

type Arm = ReturnType<typeof createArm>;

export interface Exercise {
  /** Files of src/azure that ask `arm` for a client, and are used by this exercise. */
  readonly files: readonly string[];
  readonly run: (arm: Arm, azure: AzureSimulator) => Promise<unknown>;
}

const opening = { ...rdp, policyId: web.policyId, machineId: web.azureId, justification: 'test' };
const port = { port: 3389, protocol: '*', maximumSeconds: 3600, allowedSources: ['*'] } as const;

export const exercises: Readonly<Record<string, Exercise>> = {
  'the inventory': {
    files: ['inventory.ts', 'read-subscriptions.ts', 'list-policies.ts'],
    async run(arm) {
      const inventory = createInventory(arm, { refreshSeconds: 3600, log: keptLog(), now: Date.now });
      await inventory.refresh();
      assert.ok(inventory.loaded);
    },
  },
  'opening a port, and looking what became of it': {
    files: ['jit.ts', 'port-watch.ts', 'shared-walk.ts', 'interface-reads.ts'],
    async run(arm) {
      const jit = createJit(arm);
      await jit.open({ ...opening, endsAt: Date.now() + 900_000 });
      assert.ok((await jit.listed(web.policyId)).length > 0);
      assert.ok((await jit.allowed(web.policyId, web.azureId)).length > 0);
      assert.ok((await createPortWatch(arm, Date.now).filtersOf(web)).length > 0);
    },
  },
  'ending access early': {
    files: ['revoke.ts', 'nsg-walk.ts'],
    async run(arm) {
      const revoke = createRevoke(arm, { waitMilliseconds: 3000, pollMilliseconds: 5 });
      const [standing] = await revoke.standing(web, rdp);
      assert.ok(standing !== undefined, 'the port was opened before');
      assert.equal(await revoke.remove(standing), 'removed');
    },
  },
  'its own rights': {
    files: ['rights.ts'],
    run: (arm) => createRights(arm).look(['list']),
  },
  'whole subscriptions': {
    files: [
      'estate-reader.ts',
      'subscription-lists.ts',
      'nsg-reads.ts',
      'guarded-addresses.ts',
      'seen-nsgs.ts',
    ],
    run: (arm) => createEstateReader(arm, Date.now).read({ id: production, name: 'Production' }),
  },
  'the plan of Defender': {
    files: ['defender-plans.ts'],
    async run(arm) {
      const plans = createDefenderPlans(arm);
      assert.equal(sellsJit(await plans.planOf(sandbox)), false);
      await plans.turnOn(sandbox);
      assert.equal(sellsJit(await plans.planOf(sandbox)), true);
    },
  },
  'JIT policies': {
    files: ['jit-editor.ts', 'policy-store.ts', 'jit-places.ts'],
    async run(arm) {
      const place = { azureId: web.azureId, region: 'westeurope' };
      assert.ok((await createJitPlaces(arm).policiesFor(place)).jitPorts.length > 0);
      const before = await createJit(arm).allowed(web.policyId, web.azureId);
      const edit = { policyId: web.policyId, machineId: web.azureId, before, wanted: [port] };
      assert.equal(await createJitEditor(arm).write(edit), 'written');
    },
  },
};
