// A process of its own that tells Azure Monitor of one step and one end; its trust in the test's server is set from outside.
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { keptLog } from '../support/kept-log.ts';

const log = keptLog();
const telemetry = await createTelemetry(
  { metrics: undefined, otlpEndpoint: undefined, azureMonitor: process.env.CONNECTION },
  { version: '1', instance: 'here/1' },
  log,
);
telemetry.hear({ what: 'ended', outcome: 'denied' });
await telemetry.steps.step('settle', { request: 'req-1' }, { state: 'pending' }, async () => {});
await telemetry.stop();
console.log(JSON.stringify(log.lines));
process.exit();
