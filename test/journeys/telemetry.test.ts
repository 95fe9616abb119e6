// One life of a grant with the real bot process, and what it tells: exact numbers, its traces and its log; and nothing where all is off.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APPROVALS_CHANNEL_ID,
  ON_CALL_CHANNEL_ID,
  personalChatId,
} from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, GRACE } from '../../sandbox/chat/people.ts';
import { metricsNamed } from '../infra/monitoring-files.ts';
import { freePort } from '../support/free-port.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { type Collector, type KeptSpan, startCollector } from '../support/otlp-collector.ts';
import { namesIn, scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';

const reason = 'INC-1234 disk full';
const initiate = 'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action';
const preload = new URL('../support/loaded-files.ts', import.meta.url).href;

describe('what the bot tells of one life', function () {
  this.timeout(600_000);
  let folder: string;
  let collector: Collector;
  let world: LocalWorld;
  let port: number;
  let numbers: ReadonlyMap<string, number>;
  let opened: ReadonlyMap<string, number>;
  let requestId: string;
  let running = true;

  const cardsIn = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ content }) => content.card !== undefined);
  const status = (message: ChatMessage): string | undefined => {
    const now = cardsIn(message.conversationId).find(({ id }) => id === message.id) ?? message;
    return statusWord(cardFor(now, ADA.id));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-telemetry-'));
    collector = await startCollector();
    port = await freePort();
    world = await startLocalWorld({
      variables: {
        METRICS_PORT: String(port),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        LOG_LEVEL: 'debug',
        NODE_OPTIONS: `--import ${preload}`,
        LOADED_FILES: join(folder, 'loaded'),
      },
    });
    await world.chat.sendAs(GRACE.id, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');
    await world.chat.sendAs(
      ADA.id,
      personalChatId(ADA),
      `sql prod-sql-1 1m from 203.0.113.7 because ${reason}`,
    );
    const own = await until(() => cardsIn(personalChatId(ADA))[0], 60);
    await world.chat.press(ADA.id, own.id, 'Request');
    const decision = await until(() => cardsIn(APPROVALS_CHANNEL_ID)[0], 60);
    requestId =
      /"request":"([^"]+)"/.exec(JSON.stringify(decision.content.card))?.[1] ?? assert.fail('no request id');
    await world.chat.press(GRACE.id, decision.id, 'Approve');
    await until(() => status(own) === 'Ready', 120);
    // The gauges of the books are at most 15 s old.
    opened = await until(async () => {
      const now = await scrape(port);
      return now.get('jit_access_grants{state="open"}') === 1 && now;
    }, 40);
    await until(() => status(own) === 'Closed', 180);
    await until(() => world.said(ON_CALL_CHANNEL_ID).some((text) => /Closed/.test(text)), 60);
    numbers = await until(async () => {
      const now = await scrape(port);
      // What on-call sees is recorded, and counted, a moment later.
      const isCounted = delivered(now) === noticesSeen();
      return now.get('jit_access_grants{state="open"}') === 0 && isCounted && now;
    }, 60);
  });
  after(async () => {
    if (running) await world.stop();
    await collector.close();
    await rm(folder, { recursive: true, force: true });
  });

  const sumIn = (found: ReadonlyMap<string, number>, name: string, labels = ''): number =>
    [...found]
      .filter(([key]) => key.replace(/\{.*/, '') === name && key.includes(labels))
      .reduce((total, [, value]) => total + value, 0);
  const sum = (name: string, labels = ''): number => sumIn(numbers, name, labels);

  const delivered = (found: ReadonlyMap<string, number>): number =>
    sumIn(found, 'jit_access_notices_total', 'delivered="true"');
  const noticesSeen = (): number =>
    [personalChatId(ADA), ON_CALL_CHANNEL_ID].flatMap((chat) =>
      world.said(chat).filter((text) => /Approved|Ready|Closed/.test(text) && text.includes('prod-sql-1')),
    ).length;

  const turns = (kind: string): number => sum('jit_access_turn_duration_seconds_count', `kind="${kind}"`);

  it('counts what happened, once, and nothing else', () => {
    const ended = Object.fromEntries(
      [...numbers].flatMap(([key, value]) => {
        const outcome = /^jit_access_requests_ended_total\{outcome="(.*)"\}$/.exec(key)?.[1];
        return outcome === undefined || value === 0 ? [] : [[outcome, value]];
      }),
    );
    assert.deepEqual(ended, { closed: 1 });
    const expected = {
      'jit_access_requests_asked_total{how="sentence"}': 1,
      'jit_access_requests_asked_total{how="again"}': 0,
      'jit_access_requests_sent_total{grounds="approval"}': 1,
      'jit_access_grants_opened_total{how="grant"}': 1,
      'jit_access_grants_opened_total{how="extension"}': 0,
      jit_access_time_to_ready_seconds_count: 1,
      jit_access_closing_lateness_seconds_count: 1,
      jit_access_grants_lost_total: 0,
      jit_access_grants_overdue: 0,
      jit_access_requests_pending: 0,
      jit_access_database_up: 1,
      [`jit_access_azure_call_duration_seconds_count{action="${initiate}",outcome="ok"}`]: 1,
    };
    assert.deepEqual(
      Object.fromEntries(Object.keys(expected).map((name) => [name, numbers.get(name)])),
      expected,
    );
    assert.equal(world.azure.requests().length, 1);
  });

  it('counts each turn and each notice that people saw', () => {
    // Ada’s sentence, and the channels that Grace set.
    assert.equal(turns('message'), 3);
    // Two presses; clients ask by themselves for how a card looks now.
    assert.ok(turns('click') >= 2);
    assert.equal(sum('jit_access_turn_duration_seconds_count', 'answered="false"'), 0);
    assert.equal(delivered(numbers), noticesSeen());
    assert.ok(noticesSeen() > 0);
    assert.equal(sum('jit_access_notices_total', 'delivered="false"'), 0);
  });

  it('times no longer than it took', () => {
    const toReady = numbers.get('jit_access_time_to_ready_seconds_sum') ?? Number.NaN;
    const late = numbers.get('jit_access_closing_lateness_seconds_sum') ?? Number.NaN;
    assert.ok(toReady > 0 && toReady < 120, `${toReady}`);
    assert.ok(late >= 0 && late < 180, `${late}`);
    assert.equal(opened.get('jit_access_grants{state="closing"}'), 0);
  });

  it('exports every metric that alerts and dashboards name', () => {
    const exported = namesIn(numbers);
    assert.deepEqual(
      metricsNamed().filter((name) => !exported.has(name)),
      [],
    );
  });

  it('has no person, machine, address or request in any label', () => {
    const text = [...numbers.keys()].join('\n');
    for (const secret of [ADA.id, GRACE.id, 'prod-sql-1', '203.0.113.7', requestId, 'INC-1234'])
      assert.ok(!text.includes(secret), secret);
  });

  it('logs with the ids of request, turn and trace', () => {
    const lines = world
      .bot()
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line): Record<string, unknown> => JSON.parse(line));
    const asked = lines.find(({ operation }) => operation === initiate) ?? assert.fail('no initiate');
    assert.equal(asked.request, requestId);
    assert.match(String(asked.trace_id), /^[0-9a-f]{32}$/);
  });

  it('tells a collector each turn and each step of settling, in traces that name the request', async () => {
    running = false;
    await world.stop();
    const { spans } = collector;
    const about = (name: string): readonly KeptSpan[] => spans.filter((span) => span.name === name);
    for (const kind of ['message', 'click'])
      assert.equal(
        about('turn').filter(({ attributes }) => attributes['jit_access.turn'] === kind).length,
        turns(kind),
      );
    const judged = about('policy decision').map(({ attributes }) => attributes['jit_access.of']);
    assert.deepEqual([...new Set(judged)].sort(), ['decision', 'form', 'question']);
    const settled = about('settle');
    assert.ok(settled.length > 0);
    assert.deepEqual(
      [...new Set(settled.map(({ attributes }) => attributes['jit_access.request']))],
      [requestId],
    );
    const asked =
      spans.find(({ attributes }) => attributes['jit_access.action'] === initiate) ??
      assert.fail('no initiate');
    const above = (span: KeptSpan): readonly string[] => {
      const parent = spans.find(({ spanId }) => spanId === span.parent);
      return parent === undefined ? [span.name] : [span.name, ...above(parent)];
    };
    assert.deepEqual(above(asked).slice(0, 3), ['azure call', 'pay', 'settle']);
    assert.equal(asked.attributes['jit_access.request'], requestId);
    assert.ok(settled.some(({ traceId }) => traceId === asked.traceId));
    const sent = collector.bodies.join('\n');
    for (const secret of ['prod-sql-1', '203.0.113.7', 'INC-1234', ADA.name, GRACE.name])
      assert.ok(!sent.includes(secret), secret);
  });

  it('has loaded OpenTelemetry for it', async () => {
    assert.match(await readFile(join(folder, 'loaded'), 'utf8'), /@opentelemetry\/sdk-metrics/);
  });
});

describe('a bot that nobody watches', function () {
  this.timeout(600_000);
  let folder: string;
  let world: LocalWorld;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-telemetry-'));
    world = await startLocalWorld({
      variables: { NODE_OPTIONS: `--import ${preload}`, LOADED_FILES: join(folder, 'loaded') },
    });
  });
  after(async () => {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers, and has loaded no file of OpenTelemetry', async () => {
    await world.chat.sendAs(ADA.id, personalChatId(ADA), 'help');
    await until(() => world.said().length > 0, 60);
    const loaded = (await readFile(join(folder, 'loaded'), 'utf8')).split('\n');
    assert.ok(loaded.some((file) => file.endsWith('/src/app.ts')));
    assert.deepEqual(
      loaded.filter((file) => /@opentelemetry|monitor-opentelemetry|open-telemetry\.ts/.test(file)),
      [],
    );
  });
});
