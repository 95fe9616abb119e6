// Where conversations are is written down before a turn, and only when it changed.
import assert from 'node:assert/strict';
import { parseActivity } from '../../src/teams/activity-schema.ts';
import { referenceOf, remembering, storedReference } from '../../src/teams/conversations.ts';
import { bookInMemory } from '../support/conversation-book.ts';
import {
  ada,
  bot,
  grace,
  groupChat,
  type Place,
  persona,
  personalChat,
  tenantId,
  thread,
} from '../support/people.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { messageActivity } from '../support/teams-activities.ts';

const inThread = thread('ops', '1700000000001');

describe('the reference of a conversation', () => {
  it('is plain JSON that names the place and nobody, with the thread kept', () => {
    const activity = parseActivity(
      messageActivity({ text: 'hi', serviceUrl: 'https://smba.trafficmanager.net/emea/', in: inThread }),
    );
    assert.ok(activity);
    const reference = referenceOf(activity);
    assert.deepEqual(reference, {
      channelId: 'msteams',
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      bot,
      conversation: {
        id: '19:ops@thread.tacv2;messageid=1700000000001',
        conversationType: 'channel',
        tenantId,
        isGroup: true,
        name: '',
      },
    });
    assert.deepEqual(storedReference.parse(JSON.parse(JSON.stringify(reference))), reference);
  });
});

describe('remembering conversations', () => {
  let running: RunningBot;
  const book = bookInMemory();
  const writtenIn = () => book.writes.splice(0).map(({ conversationId }) => conversationId);

  before(async () => {
    running = await runBot(async () => {});
    running.adapter.use(remembering(book, running.log, 2));
  });
  after(() => running.stop());

  it('writes a conversation down once, whoever speaks', async () => {
    await running.teams.say(running.url, { text: 'one', in: inThread, from: ada });
    await running.teams.say(running.url, { text: 'two', in: inThread, from: grace, locale: 'nl-NL' });
    assert.deepEqual(writtenIn(), [inThread.id]);
  });

  it('writes it down again when its service URL changed', async () => {
    const serviceUrl = running.teams.url.replace('127.0.0.1', 'localhost');
    await running.teams.say(running.url, { text: 'one' });
    await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(messageActivity({ text: 'two', serviceUrl })),
    });
    const chat = personalChat(ada).id;
    assert.deepEqual(
      book.writes.splice(0).map((write) => [write.conversationId, urlOf(write.reference)]),
      [
        [chat, running.teams.url],
        [chat, serviceUrl],
      ],
    );
  });

  it('writes down once whose personal chat it is, and of no other conversation', async () => {
    book.personalChats.length = 0;
    const [olu, chat] = [persona('Olu On-call'), personalChat(persona('Olu On-call'))];
    // As no client of Teams does.
    const untyped: unknown = { id: '19:untyped', isGroup: true };
    for (const place of [chat, chat, inThread, groupChat, untyped as Place])
      await running.teams.say(running.url, { text: 'hi', in: place, from: olu });
    assert.deepEqual(book.personalChats, [[olu.id, chat.id]]);
    writtenIn();
  });

  it('writes down of nobody whom Entra does not know where they are', async () => {
    book.personalChats.length = 0;
    const guest = { ...persona('Guest'), id: 'not-a-guid' };
    await running.teams.say(running.url, { text: 'hi', in: personalChat(guest), from: guest });
    assert.deepEqual([book.personalChats, writtenIn()], [[], [personalChat(guest).id]]);
  });

  it('tries again with the next turn when it could not be written, and lets the turn go on', async () => {
    book.failNext();
    const failed = await running.teams.say(running.url, { text: 'one', from: grace });
    assert.deepEqual([failed.status, writtenIn()], [200, []]);
    await running.teams.say(running.url, { text: 'two', from: grace });
    assert.deepEqual(writtenIn(), [personalChat(grace).id]);
  });

  it('forgets in memory what was long ago, and then writes it again', async () => {
    for (const name of ['1', '2', '3', '1'])
      await running.teams.say(running.url, { text: 'x', in: thread('a', name) });
    assert.deepEqual(
      writtenIn(),
      ['1', '2', '3', '1'].map((name) => thread('a', name).id),
    );
  });
});

const urlOf = (reference: unknown): string => storedReference.parse(reference).serviceUrl;
