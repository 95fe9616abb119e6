// Two replicas and a crash: what is counted adds up to what happened, and what stands is the same from each.
import assert from 'node:assert/strict';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA } from '../../sandbox/chat/people.ts';
import { freePort } from '../support/free-port.ts';
import { startPostgres } from '../support/real-postgres.ts';
import { type ReplicaWorld, startReplicaWorld } from '../support/replica-world.ts';
import { scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';

const counted = [
  'jit_access_requests_asked_total{how="sentence"}',
  'jit_access_requests_sent_total{grounds="automatic"}',
  'jit_access_grants_opened_total{how="grant"}',
  'jit_access_requests_ended_total{outcome="closed"}',
  'jit_access_time_to_ready_seconds_count',
  'jit_access_closing_lateness_seconds_count',
] as const;

describe('what two replicas tell', function () {
  this.timeout(600_000);
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  let world: ReplicaWorld;
  let ports: readonly number[];
  before(async () => {
    postgres = await startPostgres();
    ports = await Promise.all([freePort(), freePort()]);
    world = await startReplicaWorld(await postgres.freshDatabase(), {
      count: 2,
      own: (index) => ({ METRICS_PORT: String(ports[index]) }),
    });
  });
  after(async () => {
    await world?.stop();
    await postgres.stop();
  });
  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error(world.output());
  });

  const scrapes = () => Promise.all(ports.map(scrape));
  const sums = (all: readonly ReadonlyMap<string, number>[]) =>
    counted.map((name) => all.reduce((total, numbers) => total + (numbers.get(name) ?? 0), 0));
  const bothSay = (name: string, value: number) =>
    until(async () => (await scrapes()).every((numbers) => numbers.get(name) === value), 60);

  it('adds up to one life, also when the one that opened it is killed', async () => {
    const chat = personalChatId(ADA);
    await world.chat.sendAs(ADA.id, chat, 'rdp to web-01 for 1m from 203.0.113.7');
    const form = await until(
      () =>
        world.chat.messages(chat).find(({ from, content }) => from === 'bot' && content.card !== undefined),
      60,
    );
    await world.chat.press(ADA.id, form.id, 'Request');
    await until(() => world.said(chat).some((text) => /Ready/.test(text)), 120);
    await bothSay('jit_access_grants{state="open"}', 1);
    const [first, second] = await scrapes();
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(sums([first, second]), [1, 1, 1, 0, 1, 0]);

    const opener = first.get('jit_access_grants_opened_total{how="grant"}') === 1 ? 0 : 1;
    const gone = [first, second][opener] ?? first;
    const replica = world.replicas[opener] ?? assert.fail('no such replica');
    await replica.bot().kill();
    await replica.restart();
    await until(() => world.said(chat).some((text) => /Closed/.test(text)), 180);
    await bothSay('jit_access_grants{state="open"}', 0);
    // As Prometheus adds: what the dead one had counted, and both from then on.
    assert.deepEqual(sums([gone, ...(await scrapes())]), [1, 1, 1, 1, 1, 1]);
  });
});
