// The queue to Teams: within the documented rates in every stretch of time, the most urgent first, and nobody for ever last.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import sinon from 'sinon';
import type { Sending } from '../../../src/access/chat-ports.ts';
import type { Urgency } from '../../../src/domain/urgency.ts';
import { conversationRates } from '../../../src/teams/queue/rates.ts';
import { createTeamsQueue, NotYet, type TeamsQueue } from '../../../src/teams/queue/teams-queue.ts';

interface Arrival {
  /** When Teams got it: somewhere between its going out and its answer. */
  readonly at: number;
  readonly conversationId: string;
  readonly name: string;
}

/** Teams' documents say 30 in one place and 50 in another. */
const botPerSecond = 30;
const urgencies: readonly Urgency[] = ['awaited', 'urgent', 'news', 'refresh'];

describe('the queue to Teams', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({ now: 1_000_000, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  });
  afterEach(() => clock.restore());

  const open = (perSecond = botPerSecond): TeamsQueue => createTeamsQueue(perSecond, () => Date.now());
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** One who sends, coming back when told, until it was sent. */
  async function sender(
    queue: TeamsQueue,
    arrivals: Arrival[],
    conversationId: string,
    sending: Sending,
    { transit = 0, answer = 0, name = sending.key ?? '', times = 1000 } = {},
  ): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      try {
        const answered = await queue.enter(conversationId, sending);
        await pause(transit);
        arrivals.push({ at: Date.now(), conversationId, name });
        await pause(answer);
        answered({ status: 201 });
        return;
      } catch (error) {
        assert.ok(error instanceof NotYet, String(error));
        await pause(error.retryAfterSeconds * 1000);
      }
    }
    assert.fail(`${name} never had its turn`);
  }

  /** The most arrivals in any stretch of so many milliseconds. */
  function mostIn(arrivals: readonly Arrival[], milliseconds: number): number {
    const times = arrivals.map(({ at }) => at).toSorted((one, other) => one - other);
    return Math.max(
      0,
      ...times.map((from, index) => times.slice(index).filter((at) => at - from < milliseconds).length),
    );
  }

  const passing = fc.record({
    conversation: fc.integer({ min: 0, max: 4 }),
    urgency: fc.constantFrom(...urgencies),
    after: fc.integer({ min: 0, max: 5000 }),
    transit: fc.integer({ min: 0, max: 900 }),
    answer: fc.integer({ min: 0, max: 900 }),
  });

  it('keeps within every rate in every stretch of time, however long calls are on their way, and sends all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(passing, { minLength: 1, maxLength: 250 }), async (senders) => {
        const queue = open();
        const arrivals: Arrival[] = [];
        const all = senders.map(async ({ conversation, urgency, after, transit, answer }, number) => {
          await pause(after);
          const sending = { urgency, key: `${number}`, passing: urgency !== 'awaited' };
          await sender(queue, arrivals, `chat-${conversation}`, sending, { transit, answer });
        });
        await clock.tickAsync(1_200_000);
        await Promise.all(all);
        assert.equal(arrivals.length, senders.length);
        assert.ok(mostIn(arrivals, 1000) <= botPerSecond);
        for (const own of Map.groupBy(arrivals, ({ conversationId }) => conversationId).values())
          for (const { most, milliseconds } of conversationRates)
            assert.ok(mostIn(own, milliseconds) <= most, `more than ${most} in ${milliseconds} ms`);
      }),
      { numRuns: 25 },
    );
  });

  it('sends nearly as much as is allowed where there is enough to send: 60 in 30 s, 1,800 in an hour', async () => {
    const queue = open();
    const arrivals: Arrival[] = [];
    const all = Array.from({ length: 1900 }, (_, number) =>
      sender(queue, arrivals, 'on-call', { urgency: 'news', key: `${number}`, passing: true }),
    );
    const began = Date.now();
    const sentBy = (seconds: number) => arrivals.filter(({ at }) => at < began + seconds * 1000).length;
    await clock.tickAsync(3_900_000);
    await Promise.all(all);
    assert.ok(sentBy(30) >= 54 && sentBy(30) <= 60, `${sentBy(30)} in 30 s`);
    assert.ok(sentBy(3600) >= 1700 && sentBy(3600) <= 1800, `${sentBy(3600)} in an hour`);
    assert.ok(Date.now() - began >= 3_600_000);
  });

  for (const { perSecond, least, most } of [
    { perSecond: 30, least: 19_000, most: 23_000 },
    { perSecond: 50, least: 11_000, most: 14_000 },
    { perSecond: 600, least: 0, most: 1000 },
  ])
    it(`lets the bot send ${perSecond} a second in all, where that is set`, async () => {
      const queue = open(perSecond);
      const arrivals: Arrival[] = [];
      const all = Array.from({ length: 600 }, (_, number) =>
        sender(queue, arrivals, `chat-${number}`, { urgency: 'news', key: `${number}` }),
      );
      await clock.tickAsync(30_000);
      await Promise.all(all);
      assert.ok(mostIn(arrivals, 1000) <= perSecond);
      const last = Math.max(...arrivals.map(({ at }) => at)) - 1_000_000;
      assert.ok(last >= least && last <= most, `the last of 600 after ${last} ms`);
    });

  it('lets what is more urgent go first, whoever was there before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...urgencies), { minLength: 8, maxLength: 30 }),
        async (asked) => {
          const queue = open();
          const arrivals: Arrival[] = [];
          // The rates are used up, so that all have to wait and only their order decides.
          for (let number = 0; number < 7; number += 1)
            (await queue.enter('chat', { urgency: 'awaited' }))({ status: 201 });
          const all = asked.map((urgency, number) =>
            sender(queue, arrivals, 'chat', { urgency, key: `${number}` }, { name: urgency }),
          );
          await clock.tickAsync(200_000);
          await Promise.all(all);
          const order: readonly string[] = urgencies;
          const ranks = arrivals.map(({ name }) => order.indexOf(name));
          assert.deepEqual(
            ranks,
            ranks.toSorted((one, other) => one - other),
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('lets nobody wait for ever: what only keeps a card fresh goes out under a stream of urgent words', async () => {
    const queue = open();
    const arrivals: Arrival[] = [];
    let on = true;
    const flood = async (number: number): Promise<void> => {
      for (let round = 0; on; round += 1)
        await sender(queue, arrivals, 'chat', {
          urgency: 'urgent',
          key: `flood-${number}-${round}`,
          passing: true,
        });
    };
    const floods = Array.from({ length: 20 }, (_, number) => flood(number));
    const refresh = sender(
      queue,
      arrivals,
      'chat',
      { urgency: 'refresh', key: 'card', passing: true },
      { name: 'refresh' },
    );
    await clock.tickAsync(900_000);
    const sent = arrivals.find(({ name }) => name === 'refresh');
    on = false;
    await clock.tickAsync(7_200_000);
    await Promise.all([refresh, ...floods]);
    assert.ok(sent !== undefined && sent.at - 1_000_000 < 700_000, 'the refresh was sent in time');
  });

  it('does not let a full conversation hold up another', async () => {
    const queue = open();
    const arrivals: Arrival[] = [];
    const all = Array.from({ length: 300 }, (_, number) =>
      sender(queue, arrivals, 'on-call', { urgency: 'urgent', key: `${number}`, passing: true }),
    );
    const other = sender(queue, arrivals, 'ada', { urgency: 'refresh', key: 'card', passing: true });
    await clock.tickAsync(2000);
    assert.ok(arrivals.some(({ conversationId }) => conversationId === 'ada'));
    await clock.tickAsync(600_000);
    await Promise.all([...all, other]);
  });

  it('tells those who hold a place to come back, and lets them hold few', async () => {
    const queue = open();
    let away = 0;
    const all = Array.from({ length: 200 }, (_, number) =>
      queue.enter('chat', { urgency: 'news', key: `${number}`, passing: true }).catch((error: unknown) => {
        assert.ok(error instanceof NotYet && error.retryAfterSeconds >= 1);
        away += 1;
      }),
    );
    await clock.tickAsync(0);
    assert.ok(away >= 200 - 32, `${away} were told at once`);
    await clock.tickAsync(3000);
    await Promise.all(all);
  });

  it('says how much waits, also what was sent away and will come back, and since when', async () => {
    const queue = open();
    assert.deepEqual(queue.depth(), { waiting: 0, oldestSeconds: 0 });
    (await queue.enter('chat', { urgency: 'awaited' }))({ status: 429, retryAfterSeconds: 20 });
    await assert.rejects(queue.enter('chat', { urgency: 'news', key: 'late', passing: true }), NotYet);
    await clock.tickAsync(5000);
    assert.deepEqual(queue.depth(), { waiting: 1, oldestSeconds: 5 });
    await clock.tickAsync(20_000);
    (await queue.enter('chat', { urgency: 'news', key: 'late', passing: true }))({ status: 201 });
    assert.deepEqual(queue.depth(), { waiting: 0, oldestSeconds: 0 });
  });

  it('leaves a conversation alone for as long as Teams asks, whoever wants to write there', async () => {
    const queue = open();
    const arrivals: Arrival[] = [];
    const answered = await queue.enter('chat', { urgency: 'awaited' });
    answered({ status: 429, retryAfterSeconds: 20 });
    await assert.rejects(
      queue.enter('chat', { urgency: 'urgent', key: 'late', passing: true }),
      (error) => error instanceof NotYet && error.retryAfterSeconds === 20,
    );
    const patient = sender(queue, arrivals, 'chat', { urgency: 'news' });
    const elsewhere = sender(queue, arrivals, 'other', { urgency: 'refresh', key: 'other', passing: true });
    await clock.tickAsync(19_000);
    assert.deepEqual(
      arrivals.map(({ conversationId }) => conversationId),
      ['other'],
    );
    await clock.tickAsync(2000);
    await Promise.all([patient, elsewhere]);
    assert.equal(arrivals.length, 2);
  });

  it('leaves it alone ever longer where Teams names no time', async () => {
    const queue = open();
    const pauses: number[] = [];
    for (let time = 0; time < 5; time += 1) {
      const asked = Date.now();
      const turn = queue.enter('chat', { urgency: 'news' }).then((answered) => {
        pauses.push(Date.now() - asked);
        answered({ status: 429 });
      });
      await clock.tickAsync(20_000);
      await turn;
      clock.setSystemTime(asked + (pauses.at(-1) ?? 0));
    }
    assert.deepEqual(pauses, [0, 1000, 2000, 4000, 8000]);
  });

  it('sends half as much in all when several conversations are refused at once, and learns its way back', async () => {
    const queue = open();
    for (const chat of ['one', 'two', 'three'])
      (await queue.enter(chat, { urgency: 'awaited' }))({ status: 429, retryAfterSeconds: 2 });
    const arrivals: Arrival[] = [];
    const all = Array.from({ length: 400 }, (_, number) =>
      sender(queue, arrivals, `chat-${number}`, { urgency: 'news', key: `${number}`, passing: true }),
    );
    await clock.tickAsync(120_000);
    await Promise.all(all);
    const sentIn = (from: number, to: number) =>
      arrivals.filter(({ at }) => at >= 1_000_000 + from && at < 1_000_000 + to).length;
    assert.equal(sentIn(0, 2000), 0);
    assert.ok(sentIn(2000, 3000) <= 16, `${sentIn(2000, 3000)} in the first second`);
    assert.equal(arrivals.length, 400);
  });
});
