// Posting and updating outside of turns, and every way it fails.
import assert from 'node:assert/strict';
import type { Message } from '../../src/access/chat-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import { remembering } from '../../src/teams/conversations.ts';
import { createNotifier } from '../../src/teams/notifier.ts';
import { bookInMemory } from '../support/conversation-book.ts';
import type { ConnectorFault } from '../support/fake-teams.ts';
import { ada, grace, personalChat, thread } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';

const place = thread('ops', '1700000000001');
const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
const cardMessage: Message = { kind: 'card', card, summary: 'web-01: ready' };
const textMessage: Message = { kind: 'text', text: 'ready' };

/** A bot that was spoken to in `place`, and a notifier for it. */
async function start() {
  const book = bookInMemory();
  const bot = await runBot(async () => {});
  bot.adapter.use(remembering(book, bot.log));
  await bot.teams.say(bot.url, { text: 'hi', in: place });
  book.writes.length = 0;
  return { bot, book, notifier: createNotifier(bot.adapter, '', book) };
}

type Started = Awaited<ReturnType<typeof start>>;

async function started(test: (parts: Started) => Promise<void>): Promise<void> {
  const parts = await start();
  try {
    await test(parts);
  } finally {
    await parts.bot.stop();
  }
}

const faultIn = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      assert.ok(error instanceof Fault, String(error));
      return error.retryAfterSeconds === undefined
        ? error.code
        : `${error.code}, ${error.retryAfterSeconds} s`;
    },
  );

const failure = (status: number, code?: string, headers = {}): ConnectorFault => ({
  kind: 'answer',
  status,
  headers,
  ...(code !== undefined && { code }),
});

describe('a notifier posting', () => {
  it('returns the id of a card, which goes without a text but with a summary', () =>
    started(async ({ bot, notifier }) => {
      const id = await notifier.post(place.id, cardMessage);
      const [arrived] = bot.teams.sent;
      assert.deepEqual(
        {
          id,
          conversationId: arrived?.conversationId,
          summary: arrived?.activity.summary,
          text: arrived?.activity.text,
          attachments: arrived?.activity.attachments,
        },
        {
          id: 'message-1',
          conversationId: place.id,
          summary: 'web-01: ready',
          text: undefined,
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
        },
      );
    }));

  it('mentions a person by object id, with a name that cannot break out', () =>
    started(async ({ bot, notifier }) => {
      const mention = { id: ada.id, name: 'Ada </at><b>& Co' };
      await notifier.post(place.id, { kind: 'text', text: 'it is **open**', mentions: [mention] });
      const { text, entities } = bot.teams.sent[0]?.activity ?? {};
      const at = '<at>Ada &lt;/at&gt;&lt;b&gt;&amp; Co</at>';
      assert.deepEqual(
        { text, entities },
        { text: `${at} it is **open**`, entities: [{ type: 'mention', text: at, mentioned: mention }] },
      );
    }));

  it('mentions several people, each by object id', () =>
    started(async ({ bot, notifier }) => {
      const people = [ada, grace].map(({ id, name }) => ({ id, name }));
      await notifier.post(place.id, { kind: 'text', text: 'it is open', mentions: people });
      const { text, entities } = bot.teams.sent[0]?.activity ?? {};
      assert.deepEqual(
        { text, entities },
        {
          text: '<at>Ada Engineer</at> <at>Grace Admin</at> it is open',
          entities: people.map((mentioned) => ({
            type: 'mention',
            text: `<at>${mentioned.name}</at>`,
            mentioned,
          })),
        },
      );
    }));

  it('mentions nobody where the list is empty', () =>
    started(async ({ bot, notifier }) => {
      await notifier.post(place.id, { kind: 'text', text: 'it is open', mentions: [] });
      const { text, entities } = bot.teams.sent[0]?.activity ?? {};
      assert.deepEqual({ text, entities }, { text: 'it is open', entities: undefined });
    }));

  it('says it without the mention that Teams refuses', () =>
    started(async ({ bot, notifier }) => {
      bot.teams.failNext(failure(400, 'BadSyntax'));
      const id = await notifier.post(place.id, { kind: 'text', text: 'it is open', mentions: [ada] });
      assert.deepEqual(
        bot.teams.sent.map((sent) => [sent.id, sent.activity.text, sent.activity.entities]),
        [[id, 'it is open', undefined]],
      );
    }));

  it('does not say it twice where it was not the mention: refused again, or in doubt', () =>
    started(async ({ bot, notifier }) => {
      const message: Message = { kind: 'text', text: 'it is open', mentions: [ada] };
      const before = bot.teams.calls.length;
      bot.teams.failNext(failure(400), failure(400));
      assert.equal(await faultIn(notifier.post(place.id, message)), 'rejected');
      bot.teams.failNext(failure(500));
      assert.equal(await faultIn(notifier.post(place.id, message)), 'in-doubt');
      assert.equal(bot.teams.calls.length - before, 3);
    }));

  it('posts a text as it is', () =>
    started(async ({ bot, notifier }) => {
      await notifier.post(place.id, textMessage);
      const { text, entities, attachments } = bot.teams.sent[0]?.activity ?? {};
      assert.deepEqual(
        { text, entities, attachments },
        { text: 'ready', entities: undefined, attachments: undefined },
      );
    }));

  it('does not write down what it read, which another replica may have replaced meanwhile', () =>
    started(async ({ book }) => {
      const replica = await runBot(async () => {});
      try {
        replica.adapter.use(remembering(book, replica.log));
        await createNotifier(replica.adapter, '', book).post(place.id, textMessage);
        assert.deepEqual(book.writes, []);
      } finally {
        await replica.stop();
      }
    }));

  it('tells its faults even where the bot handles errors of turns', () =>
    started(async ({ bot, notifier }) => {
      bot.adapter.onTurnError = async () => {};
      bot.teams.failNext(failure(403, 'BotDisabledByAdmin'));
      assert.equal(await faultIn(notifier.post(place.id, textMessage)), 'missing');
    }));

  it('waits for a conversation where the bot has never been: only Teams says that one is gone', () =>
    started(async ({ bot, notifier }) => {
      const before = bot.teams.calls.length;
      assert.equal(await faultIn(notifier.post(personalChat(ada).id, textMessage)), 'unavailable');
      assert.equal(bot.teams.calls.length, before);
    }));

  it('waits for a conversation whose reference cannot be read', () =>
    started(async ({ book, notifier }) => {
      await book.remember('a:old', { serviceUrl: 7 });
      assert.equal(await faultIn(notifier.post('a:old', textMessage)), 'unavailable');
    }));

  it('does not follow a stored service URL that is not allowed', () =>
    started(async ({ bot, book, notifier }) => {
      const before = bot.teams.calls.length;
      const forged = JSON.parse(
        JSON.stringify(await book.recall(place.id)).replace('127.0.0.1', '127.0.0.2'),
      );
      await book.remember('a:forged', forged);
      assert.equal(await faultIn(notifier.post('a:forged', textMessage)), 'rejected');
      assert.equal(bot.teams.calls.length, before);
    }));

  const faults: readonly (readonly [string, readonly ConnectorFault[], string])[] = [
    ['403 BotDisabledByAdmin', [failure(403, 'BotDisabledByAdmin')], 'missing'],
    ['403 BotNotInConversationRoster', [failure(403, 'BotNotInConversationRoster')], 'missing'],
    ['403 ConversationBlockedByUser', [failure(403, 'ConversationBlockedByUser')], 'missing'],
    ['403 of another kind', [failure(403, 'MessageWritesBlocked')], 'forbidden'],
    ['401', [failure(401, 'BotNotRegistered')], 'forbidden'],
    ['404 ConversationNotFound', [failure(404, 'ConversationNotFound')], 'missing'],
    ['413', [failure(413, 'MessageSizeTooBig')], 'rejected'],
    ['429 with a long time', [failure(429, 'Throttled', { 'retry-after': '90' })], 'throttled, 90 s'],
    ['429 without a time, again and again', Array.from({ length: 4 }, () => failure(429)), 'throttled, 30 s'],
    ['503, again and again', Array.from({ length: 4 }, () => failure(503)), 'unavailable'],
    ['500', [failure(500)], 'in-doubt'],
    ['a cut connection', [{ kind: 'reset' }], 'in-doubt'],
  ];
  for (const [what, connectorFaults, code] of faults) {
    it(`is ${code} after ${what}, without Teams' own words`, () =>
      started(async ({ bot, notifier }) => {
        bot.teams.failNext(...connectorFaults);
        const error: unknown = await notifier.post(place.id, textMessage).catch((thrown: unknown) => thrown);
        assert.ok(error instanceof Fault);
        assert.equal(await faultIn(Promise.reject(error)), code);
        assert.doesNotMatch(error.message, /raw text|RestError|http/i);
      }));
  }

  it('is in doubt when the id of what it posted is not told', () =>
    started(async ({ bot, notifier }) => {
      bot.teams.failNext({ kind: 'answer', status: 201, afterwards: true });
      assert.equal(await faultIn(notifier.post(place.id, textMessage)), 'in-doubt');
      assert.equal(bot.teams.sent.length, 1);
    }));
});

describe('a notifier updating', () => {
  it('replaces the message in place', () =>
    started(async ({ bot, notifier }) => {
      const id = await notifier.post(place.id, textMessage);
      const updated = await notifier.update(place.id, id, cardMessage);
      assert.deepEqual(
        {
          updated,
          sent: bot.teams.sent.length,
          updates: bot.teams.updates.map((update) => [
            update.conversationId,
            update.id,
            update.activity.summary,
          ]),
        },
        { updated: id, sent: 1, updates: [[place.id, id, 'web-01: ready']] },
      );
    }));

  it('replaces it without the mention that Teams refuses', () =>
    started(async ({ bot, notifier }) => {
      const id = await notifier.post(place.id, textMessage);
      bot.teams.failNext(failure(400, 'BadSyntax'));
      await notifier.update(place.id, id, { kind: 'text', text: 'it is shut', mentions: [ada] });
      assert.deepEqual(
        bot.teams.updates.map((update) => [update.id, update.activity.text, update.activity.entities]),
        [[id, 'it is shut', undefined]],
      );
    }));

  it('posts a lost message anew and returns its new id', () =>
    started(async ({ bot, notifier }) => {
      const id = await notifier.post(place.id, textMessage);
      bot.teams.lose(id);
      const updated = await notifier.update(place.id, id, cardMessage);
      assert.deepEqual(
        { updated, sent: bot.teams.sent.map((sent) => sent.id), updates: bot.teams.updates },
        { updated: 'message-2', sent: ['message-1', 'message-2'], updates: [] },
      );
    }));

  it('does not post into a conversation that is gone', () =>
    started(async ({ bot, notifier }) => {
      bot.teams.failNext(failure(404, 'ConversationNotFound'));
      assert.equal(await faultIn(notifier.update(place.id, 'message-1', cardMessage)), 'missing');
      assert.equal(bot.teams.sent.length, 0);
    }));

  it('is repeated after a cut connection, since twice is once', () =>
    started(async ({ bot, notifier }) => {
      const id = await notifier.post(place.id, textMessage);
      bot.teams.failNext({ kind: 'reset', afterwards: true });
      assert.equal(await notifier.update(place.id, id, cardMessage), id);
      assert.equal(bot.teams.updates.length, 2);
    }));
});
