// What Prometheus reads, over real HTTP from OpenTelemetry's own SDK: names, units, labels, and gauges of how things stand.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { Fault } from '../../src/access/fault.ts';
import type { Standing } from '../../src/access/standing-port.ts';
import type { Standings } from '../../src/telemetry/gauges.ts';
import type { Telemetry } from '../../src/telemetry/parts.ts';
import { createTelemetry } from '../../src/telemetry/telemetry.ts';
import { freePort } from '../support/free-port.ts';
import { keptLog } from '../support/kept-log.ts';
import { scrape } from '../support/scrape.ts';

const standing: Standing = {
  pending: 2,
  approved: 0,
  opening: 1,
  open: 7,
  closing: 1,
  late: 1,
  overdue: 1,
  unreviewed: 3,
  behindSeconds: 4.5,
};

describe('metrics', () => {
  let telemetry: Telemetry;
  let port: number;
  let away = false;
  const standings: Standings = {
    books: async () => {
      if (away) throw new Fault('unavailable', 'The database does not answer.');
      return standing;
    },
    wakeUps: () => ({ waiting: 5, settling: 2, sweptAt: 90_000 }),
    teams: () => ({ waiting: 4, oldestSeconds: 1.5 }),
    azureRemaining: () => [{ kind: 'reads', calls: 11_999 }],
    problems: () => ({ policy: 1 }),
    startedAt: 0,
    now: () => 100_000,
  };

  before(async () => {
    port = await freePort();
    const settings = {
      metrics: { host: '127.0.0.1', port },
      otlpEndpoint: undefined,
      azureMonitor: undefined,
    };
    telemetry = await createTelemetry(settings, { version: '1', instance: 'here/1' }, keptLog());
    await telemetry.start(standings);
  });
  after(() => telemetry.stop());

  it('have a zero for every outcome before anything has happened', async () => {
    const numbers = await scrape(port);
    for (const outcome of [
      'closed',
      'still-open',
      'denied',
      'lapsed',
      'refused',
      'failed',
      'withdrawn',
      'superseded',
    ])
      assert.equal(numbers.get(`jit_access_requests_ended_total{outcome="${outcome}"}`), 0, outcome);
    assert.equal(numbers.get('jit_access_azure_throttles_total'), 0);
  });

  it('count and time what happened', async () => {
    const { hear } = telemetry;
    hear({ what: 'ended', outcome: 'closed' });
    hear({ what: 'opened', how: 'grant', seconds: 12 });
    hear({ what: 'opened', how: 'extension', seconds: 0 });
    hear({ what: 'shut', seconds: 3 });
    hear({ what: 'told', notice: 'overdue', delivered: true, seconds: 40 });
    hear({ what: 'told', notice: 'remind', delivered: false });
    hear({ what: 'azure-call', action: 'other', outcome: 'throttled', seconds: 0.2 });
    hear({ what: 'turn', kind: 'click', answered: true, seconds: 0.03 });
    const numbers = await scrape(port);
    const expected = {
      'jit_access_requests_ended_total{outcome="closed"}': 1,
      'jit_access_grants_opened_total{how="grant"}': 1,
      'jit_access_grants_opened_total{how="extension"}': 1,
      jit_access_time_to_ready_seconds_count: 1,
      jit_access_time_to_ready_seconds_sum: 12,
      'jit_access_time_to_ready_seconds_bucket{le="10"}': 0,
      'jit_access_time_to_ready_seconds_bucket{le="15"}': 1,
      jit_access_closing_lateness_seconds_sum: 3,
      'jit_access_notice_lateness_seconds_sum{notice="overdue"}': 40,
      'jit_access_notices_total{notice="remind",delivered="false"}': 1,
      jit_access_azure_throttles_total: 1,
      'jit_access_azure_call_duration_seconds_count{action="other",outcome="throttled"}': 1,
      'jit_access_turn_duration_seconds_count{kind="click",answered="true"}': 1,
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name) => [name, numbers.get(name)])),
      expected,
    );
    assert.equal(numbers.get('jit_access_notice_lateness_seconds_count{notice="remind"}'), undefined);
  });

  it('say how the books and this process stand', async () => {
    const numbers = await scrape(port);
    const expected = {
      jit_access_database_up: 1,
      jit_access_requests_pending: 2,
      'jit_access_grants{state="open"}': 7,
      jit_access_grants_late: 1,
      jit_access_grants_overdue: 1,
      jit_access_break_glass_unreviewed: 3,
      jit_access_requests_behind_seconds: 4.5,
      'jit_access_jobs{stage="waiting"}': 5,
      jit_access_sweep_age_seconds: 10,
      jit_access_teams_queue_messages: 4,
      jit_access_teams_queue_oldest_seconds: 1.5,
      'jit_access_azure_calls_remaining{kind="reads"}': 11_999,
      'jit_access_problems{about="policy"}': 1,
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name) => [name, numbers.get(name)])),
      expected,
    );
  });

  it('say of a database that is away only that it is: what was is not what is', async () => {
    away = true;
    const numbers = await scrape(port);
    away = false;
    assert.deepEqual(
      [numbers.get('jit_access_database_up'), numbers.get('jit_access_grants{state="open"}')],
      [0, undefined],
    );
    assert.equal(numbers.get('jit_access_jobs{stage="waiting"}'), 5);
  });

  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/messages'],
    ['POST', '/metrics'],
  ] as const)
    it(`answer nothing to ${method} ${path}`, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
      request({ host: '127.0.0.1', port, method, path }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .once('error', reject)
        .end();
      assert.equal(await promise, 404);
    });
});

describe('telemetry that no setting asks for', () => {
  it('listens to nothing', async () => {
    const off = { metrics: undefined, otlpEndpoint: undefined, azureMonitor: undefined };
    const telemetry = await createTelemetry(off, { version: '1', instance: 'here/1' }, keptLog());
    assert.equal(telemetry.on, false);
    assert.equal(await telemetry.steps.step('turn', {}, {}, async () => 'done'), 'done');
    await telemetry.stop();
  });
});
