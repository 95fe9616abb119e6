// What people do, and what the bot hears and answers.
import assert from 'node:assert/strict';
import {
  GROUP_CHAT_ID,
  ON_CALL_CHANNEL_ID,
  personalChatId,
  TEAM,
} from '../../../sandbox/chat/conversations.ts';
import { cardFor } from '../../../sandbox/chat/message.ts';
import { ADA, BOT, GRACE, LINUS, TENANT_ID } from '../../../sandbox/chat/people.ts';
import { UNABLE } from '../../../sandbox/chat/talk.ts';
import { type Answer, call, cardActivityOf, cardSaying, startWorld } from './scripted-bot.ts';

describe('people in the sandbox chat', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    world = await startWorld({ answerWithinMs: 3000 });
  });
  afterEach(() => world.close());

  const activitiesUrl = (conversationId: string) =>
    `${world.chat.url}/v3/conversations/${encodeURIComponent(conversationId)}/activities`;
  const postCard = async (conversationId: string, card: unknown): Promise<string> => {
    await call(activitiesUrl(conversationId), 'POST', cardActivityOf(card));
    return world.chat.messages(conversationId).at(-1)?.id ?? '';
  };
  const seenBy = (person: { id: string }, messageId: string) => {
    const message = world.chat.messages(GROUP_CHAT_ID).find(({ id }) => id === messageId);
    return message && { card: cardFor(message, person.id), note: message.notes[person.id] };
  };
  const cardAnswer = (card: unknown): Answer => ({
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
  });

  describe('saying something', () => {
    it('reaches the bot from a personal chat as Teams sends it', async () => {
      const said = await world.chat.sendAs(ADA.id, personalChatId(ADA), 'rdp to web-01');
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        id: said.id,
        type: 'message',
        channelId: 'msteams',
        serviceUrl: `${world.chat.url}/`,
        timestamp: '2026-01-31T12:00:00.000Z',
        from: { id: ADA.teamsId, name: ADA.name, aadObjectId: ADA.id },
        recipient: BOT,
        conversation: { id: personalChatId(ADA), conversationType: 'personal', tenantId: TENANT_ID },
        text: 'rdp to web-01',
        channelData: { tenant: { id: TENANT_ID } },
      });
    });

    it('reaches the bot from a channel by mention, under the thread’s id', async () => {
      const said = await world.chat.sendAs(ADA.id, ON_CALL_CHANNEL_ID, '@jit access help');
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        text: '<at>JIT Access</at> help',
        entities: [{ type: 'mention', mentioned: BOT, text: '<at>JIT Access</at>' }, { type: 'clientInfo' }],
        conversation: {
          id: `${ON_CALL_CHANNEL_ID};messageid=${said.id}`,
          conversationType: 'channel',
          isGroup: true,
        },
        channelData: { team: { id: TEAM.id }, channel: { id: ON_CALL_CHANNEL_ID } },
      });
    });

    it('mentions people by their full names, each with an entity of its own', async () => {
      await world.chat.sendAs(
        GRACE.id,
        GROUP_CHAT_ID,
        '@JIT Access allow @ada engineer rdp web-01, and @Linus Admin; not @Ada Engineering or @nobody',
      );
      const at = (person: { teamsId: string; name: string }) => ({
        type: 'mention',
        mentioned: { id: person.teamsId, name: person.name },
        text: `<at>${person.name}</at>`,
      });
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        text:
          '<at>JIT Access</at> allow <at>Ada Engineer</at> rdp web-01, and <at>Linus Admin</at>; ' +
          'not @Ada Engineering or @nobody',
        entities: [
          { type: 'mention', mentioned: BOT, text: '<at>JIT Access</at>' },
          at(ADA),
          at(LINUS),
          { type: 'clientInfo' },
        ],
      });
    });

    it('mentions somebody twice with two entities', async () => {
      await world.chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access @Ada Engineer @Ada Engineer');
      const said = { text: '<at>JIT Access</at> <at>Ada Engineer</at> <at>Ada Engineer</at>' };
      assert.partialDeepStrictEqual(world.bot.heard[0], said);
      const entities = world.bot.heard[0]?.entities;
      assert.equal(Array.isArray(entities) && entities.length, 4);
    });

    it('mentions nobody in the bot’s own chat', async () => {
      await world.chat.sendAs(ADA.id, personalChatId(ADA), 'allow @Grace Admin');
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        text: 'allow @Grace Admin',
        entities: [{ type: 'clientInfo' }],
      });
    });

    it('stays among people when only they are mentioned', async () => {
      const said = await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, '@Grace Admin, lunch?');
      assert.deepEqual(
        [said.delivery, said.content.mentions, world.bot.heard],
        ['unheard', ['<at>Grace Admin</at>'], []],
      );
    });

    it('carries the speaker’s own time and zone', async () => {
      await fetch(`${world.chat.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          personId: ADA.id,
          conversationId: personalChatId(ADA),
          text: 'until 17:00',
          client: { timeZone: 'America/St_Johns', locale: 'en-CA' },
        }),
      });
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        localTimestamp: '2026-01-31T08:30:00.000-03:30',
        localTimezone: 'America/St_Johns',
        locale: 'en-CA',
        entities: [{ type: 'clientInfo', country: 'CA', timezone: 'America/St_Johns' }],
      });
    });

    for (const [place, id] of [
      ['a group chat', GROUP_CHAT_ID],
      ['a channel', ON_CALL_CHANNEL_ID],
    ] as const) {
      it(`stays among people in ${place} without a mention`, async () => {
        const said = await world.chat.sendAs(ADA.id, id, 'lunch?');
        assert.deepEqual([said.delivery, world.bot.heard], ['unheard', []]);
      });
    }

    it('is marked as undelivered where the bot does not answer', async () => {
      world.bot.answers(() => 'silence');
      const said = await world.chat.sendAs(ADA.id, personalChatId(ADA), 'help');
      assert.equal(said.delivery, 'failed');
    });

    it('is refused in somebody else’s chat', async () => {
      await assert.rejects(world.chat.sendAs(GRACE.id, personalChatId(ADA), 'hi'), { status: 404 });
    });
  });

  describe('pressing a card’s button', () => {
    it('sends an invoke with the inputs merged into the action’s data', async () => {
      const card = cardSaying('form', {
        body: [
          { type: 'Input.Text', id: 'source', value: '203.0.113.7' },
          { type: 'Input.Text', id: 'reason' },
          { type: 'Input.ChoiceSet', id: 'port', value: '3389', choices: [{ title: 'RDP', value: '3389' }] },
        ],
      });
      const messageId = await postCard(personalChatId(ADA), card);
      await world.chat.press(ADA.id, messageId, 'Approve', { port: '22' });
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: messageId,
        from: { aadObjectId: ADA.id },
        value: {
          action: {
            type: 'Action.Execute',
            verb: 'approve',
            data: { id: 'r-1', source: '203.0.113.7', port: '22' },
          },
          trigger: 'manual',
        },
      });
    });

    it('leaves a required input unsent while it is empty', async () => {
      const card = cardSaying('form', { body: [{ type: 'Input.Text', id: 'source', isRequired: true }] });
      const messageId = await postCard(personalChatId(ADA), card);
      await assert.rejects(world.chat.press(ADA.id, messageId, 'Approve'), /without "source"/);
    });

    it('shows a card in the answer to the clicker alone', async () => {
      const messageId = await postCard(GROUP_CHAT_ID, cardSaying('asked'));
      world.bot.answers(() => cardAnswer(cardSaying('done')));
      await world.chat.press(GRACE.id, messageId, 'Approve');
      assert.deepEqual(
        [seenBy(GRACE, messageId)?.card, seenBy(LINUS, messageId)?.card],
        [cardSaying('done'), cardSaying('asked')],
      );
    });

    it('gives way to the bot’s update, which is for everybody', async () => {
      const messageId = await postCard(GROUP_CHAT_ID, cardSaying('asked'));
      world.bot.answers(() => cardAnswer(cardSaying('done')));
      await world.chat.press(GRACE.id, messageId, 'Approve');
      await call(`${activitiesUrl(GROUP_CHAT_ID)}/${messageId}`, 'PUT', cardActivityOf(cardSaying('closed')));
      assert.deepEqual(
        [seenBy(GRACE, messageId)?.card, seenBy(LINUS, messageId)?.card],
        [cardSaying('closed'), cardSaying('closed')],
      );
    });

    const notes: readonly (readonly [string, Answer, unknown])[] = [
      [
        'a message in the answer',
        {
          status: 200,
          body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Too late' },
        },
        { tone: 'info', text: 'Too late' },
      ],
      [
        'the words of an error',
        {
          status: 400,
          body: {
            statusCode: 400,
            type: 'application/vnd.microsoft.error',
            value: { code: 'BadRequest', message: 'No such request' },
          },
        },
        { tone: 'error', text: 'No such request' },
      ],
      [
        'that the app is out of reach after an empty answer',
        { status: 200 },
        { tone: 'error', text: UNABLE },
      ],
      [
        'that the app is out of reach after a fault',
        { status: 500, body: {} },
        { tone: 'error', text: UNABLE },
      ],
      ['that the app is out of reach when it is too slow', 'silence', { tone: 'error', text: UNABLE }],
    ];
    for (const [what, answer, note] of notes) {
      it(`tells the clicker alone ${what}`, async () => {
        const messageId = await postCard(GROUP_CHAT_ID, cardSaying('asked'));
        world.bot.answers(() => answer);
        await world.chat.press(GRACE.id, messageId, 'Approve');
        assert.deepEqual(
          [seenBy(GRACE, messageId), seenBy(LINUS, messageId)],
          [
            { card: cardSaying('asked'), note },
            { card: cardSaying('asked'), note: undefined },
          ],
        );
      });
    }

    it('can send what no card offers, to try the bot’s own checks', async () => {
      const messageId = await postCard(GROUP_CHAT_ID, cardSaying('asked'));
      await world.chat.act(LINUS.id, GROUP_CHAT_ID, messageId, {
        verb: 'forged',
        data: { approver: GRACE.id },
      });
      assert.partialDeepStrictEqual(world.bot.heard[0], {
        from: { aadObjectId: LINUS.id },
        value: { action: { verb: 'forged', data: { approver: GRACE.id } } },
      });
    });
  });

  describe('a card that asks to be refreshed', () => {
    const refreshing = cardSaying('for all', {
      refresh: {
        action: { type: 'Action.Execute', verb: 'view', data: { id: 'r-1' } },
        userIds: [GRACE.teamsId],
      },
    });
    const settled = async (): Promise<void> => {
      while (world.bot.heard.length === 0) await new Promise(setImmediate);
    };

    it('is fetched by the clients of the people it names, and by nobody else’s', async () => {
      await postCard(GROUP_CHAT_ID, refreshing);
      await settled();
      assert.partialDeepStrictEqual(world.bot.heard, [
        {
          from: { aadObjectId: GRACE.id },
          value: { action: { verb: 'view', data: { id: 'r-1' } }, trigger: 'automatic' },
        },
      ]);
    });

    it('shows each of them their own view', async () => {
      world.bot.answers(() => cardAnswer(cardSaying('for Grace')));
      const messageId = await postCard(GROUP_CHAT_ID, refreshing);
      while (seenBy(GRACE, messageId)?.card === seenBy(LINUS, messageId)?.card)
        await new Promise(setImmediate);
      assert.deepEqual(
        [seenBy(GRACE, messageId)?.card, seenBy(LINUS, messageId)?.card],
        [cardSaying('for Grace'), refreshing],
      );
    });
  });

  describe('the installation', () => {
    it('is told to the bot by two events for each chat and for the team, of which one says the language', () => {
      const told = world.bot.installs.map(
        ({ type, conversation, locale }) => `${type} ${conversation.id} ${locale ?? '–'}`,
      );
      const places = [...world.chat.people.map(personalChatId), GROUP_CHAT_ID, TEAM.id];
      assert.deepEqual(
        told.toSorted(),
        places.flatMap((id) => [`conversationUpdate ${id} –`, `installationUpdate ${id} en-US`]).toSorted(),
      );
    });
  });
});
