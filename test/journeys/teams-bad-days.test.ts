// Teams' bad days, lived through by the real process: what each of them ends in, who hears of it, and what the trail says.
import assert from 'node:assert/strict';
import pg from 'pg';
import { GROUP_CHAT_ID, ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { type Chat, startChat } from '../../sandbox/chat/start-chat.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { until } from '../support/until.ts';

const never = 100_000;

describe('Teams’ bad days', function () {
  this.timeout(240_000);
  let server: RealPostgres;
  let database: pg.Client;
  let world: LocalWorld;

  before(async () => {
    server = await startPostgres();
    // A database that the test can read while the bot is at work.
    const url = await server.freshDatabase();
    database = new pg.Client({ connectionString: url });
    await database.connect();
    world = await startLocalWorld({ variables: { DATABASE_URL: url } });
  });
  after(async () => {
    await world.stop();
    await database.end();
    await server.stop();
  });

  const cardsIn = (place: string, chat: Chat = world.chat): readonly ChatMessage[] =>
    chat.messages(place).filter(({ content }) => content.card !== undefined);
  const saidTo = (conversationId: string, machine: string, chat: Chat = world.chat): readonly string[] =>
    chat
      .messages(conversationId)
      .filter(({ from, content }) => from === 'bot' && content.card === undefined)
      .map(({ content }) => content.text)
      .filter((text) => text.includes(machine));
  const toRequester = (person: ChatPerson, machine: string) => saidTo(personalChatId(person), machine);
  const onCall = (machine: string) => saidTo(ON_CALL_CHANNEL_ID, machine);
  const count = (texts: readonly string[], words: RegExp): number =>
    texts.filter((text) => words.test(text)).length;

  /** Whatever the bot's calls about one conversation run into. */
  async function trouble(fault: {
    kind: string;
    in: string;
    on?: 'post' | 'update';
    times?: number;
    retryAfterSeconds?: number;
    afterEffect?: boolean;
  }): Promise<void> {
    const answer = await fetch(`${world.chat.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fault),
    });
    assert.equal(answer.status, 201, await answer.text());
  }

  /** The newest card in a place that names the machine. */
  const cardAbout = (place: string, machine: string, chat: Chat = world.chat) =>
    cardsIn(place, chat).findLast(({ content }) => JSON.stringify(content.card).includes(machine));

  /** Asks, in the person's own chat or the group's, has the trouble begin, and sends the form. */
  async function ask(
    person: ChatPerson,
    sentence: string,
    begin: () => Promise<unknown> = async () => {},
    place = personalChatId(person),
  ) {
    const machine = machineIn(sentence);
    const before = cardAbout(place, machine)?.id;
    await world.chat.sendAs(person.id, place, sentence);
    const form = await until(() => {
      const card = cardAbout(place, machine);
      return card?.id === before ? undefined : card;
    }, 30);
    await begin();
    await world.chat.press(person.id, form.id, 'Request');
    return {
      form,
      status: (chat: Chat = world.chat) => {
        const shown = cardAbout(place, machine, chat);
        return shown && statusWord(cardFor(shown, person.id));
      },
    };
  }
  const machineIn = (sentence: string): string =>
    /(web|db|app|ops|lab|vault)-\d+/.exec(sentence)?.[0] ?? assert.fail();

  /** The trail of a machine's request: kinds with the debt or notice they are about. */
  async function trail(machine: string) {
    const { rows } = await database.query<{ kind: string; facts: Record<string, unknown> }>(
      `select audit.kind, audit.facts from jit.audit join jit.requests on requests.id = audit.request_id
       where requests.machine_name = $1 order by seq`,
      [machine],
    );
    return rows;
  }
  const setbacks = async (machine: string): Promise<readonly string[]> =>
    (await trail(machine)).flatMap(({ kind, facts }) => (kind === 'setback' ? [String(facts.message)] : []));
  const undelivered = async (machine: string): Promise<readonly string[]> =>
    (await trail(machine)).flatMap(({ facts }) => (facts.why === undefined ? [] : [String(facts.why)]));
  const alive = async () =>
    assert.equal((await fetch(new URL('/healthz', world.bot().messagesUrl))).status, 200);

  const inChat = (person: ChatPerson) => ({ in: personalChatId(person) });

  atOnce({
    'waits as long as a 429 asks, and says everything once': async () => {
      const asked = await ask(ADA, 'rdp to web-01 for 1m from 203.0.113.7', () =>
        trouble({ ...inChat(ADA), kind: 'throttled', retryAfterSeconds: 5, times: 2 }),
      );
      await until(() => count(toRequester(ADA, 'web-01'), /Ready/) > 0, 60);
      await until(() => asked.status() === 'Closed', 150);
      await until(() => count(toRequester(ADA, 'web-01'), /Closed/) > 0, 60);
      assert.equal(count(toRequester(ADA, 'web-01'), /Ready/), 1);
      assert.ok((await setbacks('web-01')).includes('Teams asks the bot to write more slowly.'));
    },

    'waits ever longer where a 429 names no time, and tries 412 and 502 again': async () => {
      const asked = await ask(LINUS, 'rdp to web-02 for 1m from 203.0.113.8', async () => {
        await trouble({ ...inChat(LINUS), kind: 'throttled', times: 2 });
        await trouble({ ...inChat(LINUS), kind: 'precondition-failed', times: 2 });
        await trouble({ ...inChat(LINUS), kind: 'bad-gateway', times: 2 });
      });
      await until(() => asked.status() === 'Closed', 150);
      await until(() => count(toRequester(LINUS, 'web-02'), /Closed/) > 0, 90);
      assert.equal(count(toRequester(LINUS, 'web-02'), /Ready/), 1);
      assert.equal(count(toRequester(LINUS, 'web-02'), /Closed/), 1);
    },

    'tells on-call what its requester cannot hear, when the bot was removed from their chat': async () => {
      await ask(OMAR, 'ssh to app-01 for 1m from 203.0.113.9', async () => {
        for (const on of ['post', 'update'] as const)
          await trouble({ ...inChat(OMAR), on, kind: 'bot-not-in-roster', times: never });
      });
      await until(() => count(onCall('app-01'), /requester may not know/) > 0, 60);
      await until(() => count(onCall('app-01'), /Closed/) > 0, 150);
      assert.equal(count(onCall('app-01'), /requester may not know/), 1);
      assert.ok(
        (await undelivered('app-01')).includes('The conversation is gone, or the bot was removed from it.'),
      );
      await alive();
    },

    'draws a deleted card anew, and goes on with the new one': async () => {
      const asked = await ask(GRACE, 'ssh to ops-01 for 1m from 203.0.113.10', () =>
        trouble({ ...inChat(GRACE), on: 'update', kind: 'activity-gone' }),
      );
      await until(() => asked.status() === 'Closed', 150);
      const about = cardsIn(personalChatId(GRACE)).filter(({ content }) =>
        JSON.stringify(content.card).includes('ops-01'),
      );
      const [form, anew, ...more] = about;
      assert.equal(form?.id, asked.form.id);
      assert.ok(anew !== undefined && anew.edits > 0, 'the new card was updated later');
      assert.deepEqual(more, []);
    },

    'says a notice that was taken and never answered at most twice, and says so in the trail': async () => {
      const begin = () => trouble({ in: GROUP_CHAT_ID, kind: 'hang', afterEffect: true });
      const sentence = '@JIT Access ssh to db-2 for 1m from 203.0.113.11';
      const asked = await ask(GRACE, sentence, begin, GROUP_CHAT_ID);
      await until(() => asked.status() === 'Closed', 150);
      await until(async () => (await trail('db-2')).some(({ kind }) => kind === 'closed'), 30);
      const ready = count(saidTo(GROUP_CHAT_ID, 'db-2'), /Ready/);
      assert.ok(ready >= 1 && ready <= 2, `${ready} times`);
      assert.ok(
        (await setbacks('db-2')).includes('Teams did not confirm the message; it may have been posted.'),
      );
    },

    'tells on-call all of it when its channel is throttled and broken for a while': async () => {
      await trouble({ in: ON_CALL_CHANNEL_ID, kind: 'throttled', retryAfterSeconds: 3, times: 2 });
      await trouble({ in: ON_CALL_CHANNEL_ID, kind: 'bad-gateway', times: 3 });
      // Her form would use up the trouble in her chat, which is for what her other request has to say.
      await until(() => count(toRequester(ADA, 'web-01'), /Ready/) > 0, 90);
      await ask(ADA, 'ssh to lab-01 for 1m from 203.0.113.12');
      await until(() => count(onCall('lab-01'), /Ready/) > 0, 90);
      await until(() => count(onCall('lab-01'), /Closed/) > 0, 150);
      assert.equal(count(onCall('lab-01'), /Ready/), 1);
      assert.equal(count(onCall('lab-01'), /Closed/), 1);
    },

    'does once what a click says that arrives twice, and nothing that a click before it says': async () => {
      await world.chat.sendAs(LINUS.id, personalChatId(LINUS), 'ssh to vault-01 for 1m from 203.0.113.13');
      const form = await until(() => cardAbout(personalChatId(LINUS), 'vault-01'), 30);
      const data = /"request":"([^"]+)"/.exec(JSON.stringify(form.content.card))?.[1];
      const values = { request: data, port: '22', source: '203.0.113.13', time: '1m', reason: '' };
      const press = (verb: string) =>
        world.chat.act(LINUS.id, personalChatId(LINUS), form.id, { verb, data: values });
      const answers = await Promise.all([press('request'), press('request'), press('request')]);
      // What was pressed before it arrives after it: the form is gone, and the grant stays.
      const late = await press('cancel');
      assert.deepEqual(
        [...answers, late].map(({ kind }) => kind),
        ['card', 'card', 'card', 'card'],
      );
      await until(async () => (await trail('vault-01')).some(({ kind }) => kind === 'initiate-accepted'), 30);
      const initiates = world.azure
        .requests()
        .filter(({ body }) => JSON.stringify(body).toLowerCase().includes('/vault-01"'));
      assert.equal(initiates.length, 1);
      const kinds = (await trail('vault-01')).map(({ kind }) => kind);
      assert.equal(kinds.filter((kind) => kind === 'requested').length, 1);
      assert.ok(!kinds.includes('form-dropped'));
    },
  });

  it('finds people at a new service URL as soon as Teams calls from there, and never at the old one again', async () => {
    const asked = await ask(ADA, 'rdp to web-01 for 1m from 203.0.113.14');
    await until(() => count(onCall('web-01'), /Ready/) > 1, 60);
    const moved = await startChat({ botUrl: world.bot().messagesUrl, azureUrl: world.azure.url });
    try {
      await moved.installed;
      const old = JSON.stringify(world.chat.messages(personalChatId(ADA)));
      // Of each place it is its own activities that say where it is; of a channel, those of any thread.
      await moved.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access help');
      // Her card is drawn anew where she is now.
      await moved.sendAs(ADA.id, personalChatId(ADA), 'done with web-01');
      await until(() => asked.status(moved) !== undefined, 30);
      await until(() => count(saidTo(personalChatId(ADA), 'web-01', moved), /Closed/) > 0, 150);
      await until(() => count(saidTo(ON_CALL_CHANNEL_ID, 'web-01', moved), /Closed/) > 0, 30);
      await until(() => asked.status(moved) === 'Closed', 30);
      assert.equal(JSON.stringify(world.chat.messages(personalChatId(ADA))), old);
    } finally {
      await moved.close();
    }
  });
});
