// Why Azure took an opening for outside the JIT policy, over the real SDK against the simulator.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { Opening } from '../../src/access/azure-ports.ts';
import { rejectionExplained } from '../../src/access/rejection-explained.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createJit } from '../../src/azure/jit.ts';
import { machineId, policyPath, testClock } from '../sandbox/azure/clients.ts';
import { terms as sample } from '../support/requests.ts';
import { thrownBy } from './faults.ts';

const hour = 3_600_000;
const azureId = machineId('rg-data-prod', 'prod-sql-1');
const policyId = policyPath('rg-data-prod', 'westeurope');

describe('an opening that Azure rejects as no subset of the policy', () => {
  const clock = testClock();
  let simulator: AzureSimulator;
  beforeEach(async () => {
    simulator = await startAzureSimulator({ now: clock.now });
  });
  afterEach(() => simulator.close());

  /** What is recorded of an opening of port 1433 for an hour, changed in one thing. */
  async function failureOf(changes: Partial<Pick<Opening, 'port' | 'source'>> & { readonly hours?: number }) {
    const { port = 1433, source = '203.0.113.0/24', hours = 1 } = changes;
    const arm = createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds: 3000 });
    const jit = createJit(arm);
    const endsAt = clock.now() + hours * hour;
    const opening = { policyId, machineId: azureId, port, source, endsAt, justification: 'ar_1' };
    const error = await thrownBy(jit.open(opening));
    const terms = { ...sample, policyId, machine: { ...sample.machine, azureId }, port, source };
    return rejectionExplained(jit, terms, { sentAt: clock.now(), endsAt, outcome: 'unknown' }, error);
  }

  it('names the port, with those that are allowed', async () => {
    assert.deepEqual(await failureOf({ port: 22 }), {
      code: 'outside-jit-policy',
      message:
        "Azure refused it as outside of the machine's JIT policy: port 22 is not in the policy, which allows 1433, 3389 now.",
    });
  });

  it('names the time, with the longest that is allowed', async () => {
    const failure = await failureOf({ hours: 9 });
    assert.match(failure?.message ?? '', /: the time of 9 h is longer than the \d+ h it allows now\.$/);
  });

  it('names the source, with those that are allowed', async () => {
    const failure = await failureOf({ source: '192.0.2.1' });
    assert.match(
      failure?.message ?? '',
      /: the source 192\.0\.2\.1 is outside of what it allows now, .*203\.0\.113\.0\/24/,
    );
    assert.equal(failure?.offer, undefined);
  });

  it('offers the policy’s own prefix where Azure takes no part of it', async () => {
    simulator.quirk('prod-sql-1', { exactSourcesOnly: true });
    assert.deepEqual(await failureOf({ source: '203.0.113.9' }), {
      code: 'outside-jit-policy',
      message:
        "Azure refused it as outside of the machine's JIT policy, although 203.0.113.9 lies in 203.0.113.0/24, which the policy allows. It may take the policy's own prefix only.",
      offer: '203.0.113.0/24',
    });
  });
});
