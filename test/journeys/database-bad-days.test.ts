// The database's bad days: gone for a minute, silent, slow, its disk full. People are told, nothing is lost, and nobody has to mend the bot.
import assert from 'node:assert/strict';
import { Client } from 'pg';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, GRACE, OMAR } from '../../sandbox/chat/people.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { noticesTo, readyAndRecorded } from '../support/notices-to.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { until } from '../support/until.ts';

const sentence = 'rdp to web-01 for 1m from 203.0.113.7';
const chatId = personalChatId(ADA);
const databaseDown = /I cannot reach my database.*Nothing is lost/;

const readiness = async (world: LocalWorld) => {
  const answer = await fetch(world.bot().messagesUrl.replace('/api/messages', '/readyz'));
  return { status: answer.status, text: await answer.text() };
};

/** The bot lived through it, and complained of nothing that it should not know. */
async function assertUnharmed(world: LocalWorld): Promise<void> {
  const ended = await Promise.race([world.bot().ended, new Promise((resolve) => setTimeout(resolve, 10))]);
  assert.equal(ended, undefined);
  assert.doesNotMatch(world.bot().output(), /unhandled|TypeError|ERR_/i);
}

/** Somebody asks, and gets a form: all is well again. */
async function assertAnswers(world: LocalWorld): Promise<void> {
  await world.chat.sendAs(OMAR.id, personalChatId(OMAR), 'rdp to web-02 for 1m from 203.0.113.8');
  await until(() => world.status(OMAR) === 'Not sent yet', 30);
}

describe('on a bad day of the PostgreSQL server', function () {
  this.timeout(400_000);
  let postgres: RealPostgres;
  let wire: TcpProxy;
  let url: string;
  let world: LocalWorld;

  before(async () => {
    postgres = await startPostgres();
  });
  after(() => postgres.stop());
  beforeEach(async () => {
    url = await postgres.freshDatabase();
    const through = new URL(url);
    wire = await startTcpProxy(Number(through.port));
    through.port = String(wire.port);
    world = await startLocalWorld({
      variables: { DATABASE_URL: through.href, CLOSE_GRACE_SECONDS: '120' },
    });
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) console.error(world.bot().output());
    wire.mend();
    await world.stop();
    await wire.close();
  });

  const kinds = async (): Promise<readonly unknown[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query('select kind from jit.audit order by seq');
    await client.end();
    return rows.map(({ kind }) => kind);
  };

  const lifeOf = async () => ({
    grants: world.azure.requests().length,
    toAda: noticesTo(world),
    toOnCall: noticesTo(world, ON_CALL_CHANNEL_ID),
    trail: (await kinds()).filter((kind) => ['opened', 'ended', 'closed'].includes(String(kind))),
  });
  const whole = {
    grants: 1,
    toAda: ['Ready', 'Closed'],
    toOnCall: ['Ready', 'Closed'],
    trail: ['opened', 'ended', 'closed'],
  };

  it('that is gone for a minute, in which a grant ends, says so to who asks, and closes afterwards', async () => {
    await request(world, sentence);
    await readyAndRecorded(world);
    await postgres.halt();
    const down = performance.now();
    const isOut = async () => (await readiness(world)).status === 503;
    await until(isOut, 20);

    // Who writes hears of it, and so does who presses a button; neither waits for long.
    const before = world.said(personalChatId(GRACE)).length;
    await world.chat.sendAs(GRACE.id, personalChatId(GRACE), 'my access');
    assert.match(await until(() => world.said(personalChatId(GRACE))[before], 20), databaseDown);
    const card = world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined);
    const data = { request: 'whatever' };
    const pressed = await world.chat.act(ADA.id, chatId, card?.id ?? '', { verb: 'cancel', data });
    assert.ok(pressed.kind === 'error' && databaseDown.test(pressed.text), JSON.stringify(pressed));
    assert.match((await readiness(world)).text, /database cannot be reached/);

    await new Promise((resolve) => setTimeout(resolve, 60_000 - (performance.now() - down)));
    assert.deepEqual(noticesTo(world), ['Ready']);
    await postgres.resume();
    await until(() => world.status() === 'Closed', 60);
    await until(() => noticesTo(world, ON_CALL_CHANNEL_ID).includes('Closed'), 30);
    await until(async () => (await kinds()).includes('database-back'), 20);
    assert.deepEqual(await lifeOf(), whole);
    await assertAnswers(world);
    await assertUnharmed(world);
  });

  it('that no longer answers is noticed before people give up, and comes back by itself', async () => {
    await request(world, sentence);
    await readyAndRecorded(world);
    wire.stall();
    const card = world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined);
    // The chat's patience is Teams' own: 15 seconds.
    const data = { request: 'whatever' };
    const pressed = await world.chat.act(ADA.id, chatId, card?.id ?? '', { verb: 'cancel', data });
    assert.ok(pressed.kind === 'error' && databaseDown.test(pressed.text), JSON.stringify(pressed));
    const { status, text } = await readiness(world);
    assert.deepEqual([status, /database/.test(text)], [503, true]);
    wire.mend();
    await until(() => world.status() === 'Closed', 120);
    await until(() => noticesTo(world, ON_CALL_CHANNEL_ID).includes('Closed'), 30);
    await until(async () => (await kinds()).includes('database-back'), 20);
    assert.deepEqual(await lifeOf(), whole);
    await assertUnharmed(world);
  });

  it('that takes a second for every answer makes a grant late, and nothing untrue', async () => {
    // A new connection takes four answers, and has six seconds.
    wire.slow(1000);
    await world.chat.sendAs(ADA.id, chatId, sentence);
    const form = await until(
      () => world.chat.messages(chatId).findLast(({ content }) => content.card !== undefined),
      60,
    );
    // What the client makes of a late answer is its own; the card says what is true.
    await world.chat.press(ADA.id, form.id, 'Request').catch(() => undefined);
    await until(() => noticesTo(world).includes('Ready'), 120);
    await until(() => noticesTo(world, ON_CALL_CHANNEL_ID).includes('Closed'), 200);
    await until(() => world.status() === 'Closed', 60);
    assert.deepEqual(await lifeOf(), whole);
    await assertUnharmed(world);
  });
});

/** Brings the bot to the point where something can no longer be written down. @returns what it said then */
async function untilRefused(world: LocalWorld, disk: SmallDisk): Promise<string> {
  for (let tries = 0; tries < 60; tries += 1) {
    // What little the database has freed meanwhile is taken, too.
    await disk.fill();
    const before = world.said().length;
    const cards = world.chat.messages(chatId).filter(({ content }) => content.card !== undefined).length;
    await world.chat.sendAs(ADA.id, chatId, sentence);
    const answer = await until(
      () =>
        world.said()[before] ??
        (world.chat.messages(chatId).filter(({ content }) => content.card !== undefined).length > cards
          ? ''
          : undefined),
      30,
    );
    if (answer !== '') return answer;
  }
  throw new Error('the disk was never full');
}

describe('on a full disk', function () {
  this.timeout(400_000);
  let disk: SmallDisk;
  let world: LocalWorld | undefined;
  beforeEach(async function () {
    const mounted = await mountSmallDisk(256);
    // Only root may mount one, and a full disk cannot be had otherwise.
    if (mounted === undefined) return this.skip();
    disk = mounted;
  });
  afterEach(async function () {
    if (this.currentTest?.isFailed()) console.error(world?.bot().output());
    await disk?.free();
    await world?.stop();
    world = undefined;
  });

  it('a PostgreSQL server refuses, the bot says that nothing is certain, and goes on when there is room', async () => {
    const postgres = await startPostgres(disk.folder);
    try {
      world = await startLocalWorld({ variables: { DATABASE_URL: await postgres.freshDatabase() } });
      assert.match(await untilRefused(world, disk), databaseDown);
      await disk.free();
      await assertAnswers(world);
      await assertUnharmed(world);
    } finally {
      await world?.stop();
      world = undefined;
      await postgres.stop();
      await disk.close();
    }
  });

  it('the embedded database refuses, the bot says that nothing is certain, and goes on when there is room', async () => {
    try {
      world = await startLocalWorld({ variables: { DATA_DIR: disk.folder, TURNS_PER_PERSON: '1000' } });
      assert.match(await untilRefused(world, disk), databaseDown);
      await disk.free();
      await assertAnswers(world);
      await assertUnharmed(world);
    } finally {
      await world?.stop();
      world = undefined;
      await disk.close();
    }
  });
});
