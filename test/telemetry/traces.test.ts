// Traces and metrics as a collector gets them over real HTTP, and what of a collector that is away reaches the log.
import assert from 'node:assert/strict';
import { seldom } from '../../src/telemetry/seldom.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { freePort } from '../support/free-port.ts';
import { keptLog } from '../support/kept-log.ts';
import { type Collector, startCollector } from '../support/otlp-collector.ts';

const who = { version: '1', instance: 'here/1' };
const sentTo = (otlpEndpoint: string) => ({ metrics: undefined, otlpEndpoint, azureMonitor: undefined });

describe('traces', () => {
  let collector: Collector;
  before(async () => {
    collector = await startCollector();
  });
  after(() => collector.close());

  it('arrive with their tree, their ids and what went wrong, and metrics beside them', async () => {
    const telemetry = await createTelemetry(sentTo(collector.url), who, keptLog());
    telemetry.hear({ what: 'ended', outcome: 'denied' });
    const { step, past } = telemetry.steps;
    await step('turn', { turn: 'click', activity: 'said-1' }, {}, () =>
      step('settle', { request: 'req-1' }, { state: 'pending' }, async () => {
        past('azure call', { action: 'Microsoft.Network/networkInterfaces/read', status: 503 }, 20, 'broken');
      }),
    );
    await telemetry.stop();
    const [call, settle, turn] = ['azure call', 'settle', 'turn'].map(
      (name) => collector.spans.find((span) => span.name === name) ?? assert.fail(`no ${name}`),
    );
    assert.ok(call !== undefined && settle !== undefined && turn !== undefined);
    assert.deepEqual([turn.parent, settle.parent, call.parent], [undefined, turn.spanId, settle.spanId]);
    assert.equal(new Set(collector.spans.map(({ traceId }) => traceId)).size, 1);
    assert.deepEqual(turn.attributes, { 'jit_access.turn': 'click', 'jit_access.activity': 'said-1' });
    assert.deepEqual(call.attributes, {
      'jit_access.action': 'Microsoft.Network/networkInterfaces/read',
      'jit_access.status': 503,
      'jit_access.outcome': 'broken',
      'jit_access.turn': 'click',
      'jit_access.activity': 'said-1',
      'jit_access.request': 'req-1',
      'error.type': 'broken',
    });
    assert.ok(collector.metrics.has('jit_access_requests_ended'));
  });

  it('that nobody takes are said in the log, and end nothing', async () => {
    const log = keptLog();
    const telemetry = await createTelemetry(sentTo(`http://127.0.0.1:${await freePort()}`), who, log);
    await telemetry.steps.step('turn', {}, {}, async () => {});
    await telemetry.stop();
    assert.ok(log.lines.some(({ sentence }) => sentence === 'Metrics or traces could not be sent'));
  });
});

describe('what is said seldom', () => {
  it('is said once in five minutes, and anything else at once', () => {
    let now = 0;
    const said: string[] = [];
    const say = seldom(
      (message) => said.push(message),
      () => now,
    );
    for (const [at, message] of [
      [0, 'away'],
      [200_000, 'away'],
      [200_000, 'full'],
      [210_000, 'full at 127.0.0.1:4318'],
      [220_000, 'full at 127.0.0.1:50123'],
      [299_999, 'away'],
      [300_000, 'away'],
    ] as const) {
      now = at;
      say(message);
    }
    assert.deepEqual(said, ['away', 'full', 'full at 127.0.0.1:4318', 'away']);
  });
});
