// Somebody else changes a JIT policy at the worst moment, and calls fail at a chosen one.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { arm, policyPath } from './clients.ts';

const path = policyPath('rg-app-prod', 'westeurope', 'payments');

interface Listing {
  readonly properties: { readonly virtualMachines: readonly unknown[] };
}

describe('somebody else in the Azure simulator', () => {
  let simulator: AzureSimulator;
  beforeEach(async () => {
    simulator = await startAzureSimulator();
  });
  afterEach(() => simulator.close());

  it('acts after the call it waited for was carried out, and before anybody hears of it', async () => {
    const seen: number[] = [];
    const ask = async () =>
      seen.push(
        ((await (await arm(simulator.url, path)).json()) as Listing).properties.virtualMachines.length,
      );
    simulator.meddle('GET payments', 2, () =>
      simulator.editPolicy(path, ({ machines }) => {
        machines.length = 0;
      }),
    );
    await ask();
    await ask();
    const stored = simulator.policy(path).machines.length;
    await ask();
    assert.deepEqual([seen, stored], [[1, 1, 0], 0]);
  });

  it('moves the Deny rules by editing a policy', () => {
    simulator.editPolicy(path, (policy) => {
      policy.machines = [];
    });
    assert.deepEqual(simulator.nsg('nsg-pay-01'), []);
  });

  it('cannot edit a policy that is not there', () => {
    assert.throws(() => simulator.editPolicy(`${path}x`, () => {}), /no JIT policy/);
  });

  it('strikes with a fault after as many calls as the fault lets pass', async () => {
    simulator.faults.add({ match: 'GET payments', skip: 2, action: { status: 503 } });
    const statuses: number[] = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await arm(simulator.url, path)).status);
    assert.deepEqual([statuses, simulator.faults.list()], [[200, 200, 503, 200], []]);
  });
});
