// The connector service, as the real botbuilder uses it.
import assert from 'node:assert/strict';
import {
  ActivityTypes,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  MessageFactory,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import {
  GROUP_CHAT_ID,
  ON_CALL_CHANNEL_ID,
  personalChatId,
  TEAM,
} from '../../../sandbox/chat/conversations.ts';
import { ADA, BOT, GRACE, TENANT_ID } from '../../../sandbox/chat/people.ts';
import { call, cardActivityOf, cardSaying, startWorld } from './scripted-bot.ts';

const newAdapter = () => new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));

describe('the chat’s connector service, through botbuilder', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const inTurn = async (
    conversationId: string,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> => {
    const reference: Partial<ConversationReference> = {
      channelId: 'msteams',
      serviceUrl: `${world.chat.url}/`,
      bot: { ...BOT },
      user: { id: ADA.teamsId, name: ADA.name, aadObjectId: ADA.id },
      conversation: { id: conversationId, isGroup: true, conversationType: 'channel', name: '' },
    };
    let thrown: unknown;
    const adapter = newAdapter();
    adapter.onTurnError = async (_context, error) => {
      thrown = error;
    };
    await adapter.continueConversationAsync('', reference, logic);
    if (thrown) throw thrown;
  };
  const seen = (conversationId: string) =>
    world.chat.messages(conversationId).map(({ content, edits }) => ({ ...content, edits }));
  const words = (text: string, edits = 0) => ({ text, mentions: [], suggestions: [], edits });

  it('shows a post in its conversation', async () => {
    await inTurn(GROUP_CHAT_ID, async (context) => void (await context.sendActivity('Hello')));
    assert.deepEqual(seen(GROUP_CHAT_ID), [words('Hello')]);
  });

  it('names the new message in its answer', async () => {
    let id: string | undefined;
    await inTurn(GROUP_CHAT_ID, async (context) => {
      id = (await context.sendActivity('Hello'))?.id;
    });
    assert.equal(id, world.chat.messages(GROUP_CHAT_ID)[0]?.id);
  });

  it('puts an answer to a channel thread under its post', async () => {
    const said = await world.chat.sendAs(ADA.id, ON_CALL_CHANNEL_ID, '@JIT Access help');
    const thread = `${ON_CALL_CHANNEL_ID};messageid=${said.id}`;
    await inTurn(thread, async (context) => void (await context.sendActivity('Here')));
    assert.deepEqual(
      world.chat.messages(thread).map((message) => [message.from, message.threadId]),
      [
        [ADA.id, said.id],
        ['bot', said.id],
      ],
    );
  });

  it('replaces a message in place, card and all', async () => {
    await inTurn(GROUP_CHAT_ID, async (context) => {
      const first = await context.sendActivity(
        MessageFactory.attachment(CardFactory.adaptiveCard(cardSaying('one'))),
      );
      const second = MessageFactory.attachment(CardFactory.adaptiveCard(cardSaying('two')));
      await context.updateActivity({ ...second, id: first?.id ?? '' });
    });
    assert.deepEqual(seen(GROUP_CHAT_ID), [{ ...words('', 1), card: cardSaying('two') }]);
  });

  it('takes a deleted message away', async () => {
    await inTurn(GROUP_CHAT_ID, async (context) => {
      const sent = await context.sendActivity('Oops');
      await context.deleteActivity(sent?.id ?? '');
    });
    assert.deepEqual(seen(GROUP_CHAT_ID), []);
  });

  it('makes two messages of text and card, and names neither, as Teams does', async () => {
    let id: string | undefined;
    await inTurn(GROUP_CHAT_ID, async (context) => {
      const both = {
        ...MessageFactory.text('Look:'),
        ...cardActivityOf(cardSaying('one')),
        type: ActivityTypes.Message,
      };
      id = (await context.sendActivity(both))?.id;
    });
    assert.deepEqual(
      { id, seen: seen(GROUP_CHAT_ID) },
      {
        id: undefined,
        seen: [words('Look:'), { ...words(''), card: cardSaying('one') }],
      },
    );
  });

  it('opens the personal chat of a person named by directory id', async () => {
    await newAdapter().createConversationAsync(
      '',
      'msteams',
      `${world.chat.url}/`,
      '',
      { isGroup: false, members: [{ id: GRACE.id, name: '' }], tenantId: TENANT_ID } as never,
      async (context) => void (await context.sendActivity('For you')),
    );
    assert.deepEqual(seen(personalChatId(GRACE)), [words('For you')]);
  });

  it('starts a channel thread with its first post', async () => {
    const answer = await call(`${world.chat.url}/v3/conversations`, 'POST', {
      isGroup: true,
      channelData: { channel: { id: ON_CALL_CHANNEL_ID } },
      activity: { type: 'message', text: 'Overdue' },
    });
    const id = world.chat.messages(ON_CALL_CHANNEL_ID)[0]?.id;
    assert.deepEqual(
      { ...answer, headers: undefined },
      {
        status: 201,
        body: { id: `${ON_CALL_CHANNEL_ID};messageid=${id}`, activityId: id },
        headers: undefined,
      },
    );
  });

  it('describes members as Teams does', async () => {
    let members: (string | undefined)[][] = [];
    await inTurn(ON_CALL_CHANNEL_ID, async (context) => {
      const one = await TeamsInfo.getMember(context, GRACE.id);
      const all = await TeamsInfo.getPagedMembers(context);
      members = [one, ...all.members].map((member) => [
        member.name,
        member.aadObjectId,
        member.userPrincipalName,
      ]);
    });
    const known = [GRACE, ...world.chat.people];
    assert.deepEqual(
      members,
      known.map((person) => [person.name, person.id, person.userPrincipalName]),
    );
  });

  const rosterOf = async (conversationId: string) => {
    let ids: (string | undefined)[] = [];
    await inTurn(conversationId, async (context) => {
      ids = (await TeamsInfo.getPagedMembers(context, 500)).members.map(({ aadObjectId }) => aadObjectId);
    });
    return ids;
  };

  for (const [whose, id] of [
    ['a channel', ON_CALL_CHANNEL_ID],
    ['a channel’s thread', `${ON_CALL_CHANNEL_ID};messageid=1`],
    ['the team', TEAM.id],
  ] as const)
    it(`gives the roster of ${whose} with directory ids`, async () => {
      assert.deepEqual(
        await rosterOf(id),
        world.chat.people.map((person) => person.id),
      );
    });

  it('takes somebody who left off the roster of every channel, and of no other place', async () => {
    world.chat.leave(GRACE.id, ON_CALL_CHANNEL_ID);
    const has = async (id: string) => (await rosterOf(id)).includes(GRACE.id);
    assert.deepEqual(
      [await has(ON_CALL_CHANNEL_ID), await has(TEAM.id), await has(GROUP_CHAT_ID)],
      [false, false, true],
    );
    const one = `${world.chat.url}/v3/conversations/${encodeURIComponent(TEAM.id)}/members/${GRACE.id}`;
    assert.equal((await call(one, 'GET')).status, 404);
    assert.throws(() => world.chat.leave(GRACE.id, 'nowhere'), /no conversation nowhere/);
  });

  it('describes the team', async () => {
    assert.deepEqual((await call(`${world.chat.url}/v3/teams/${TEAM.id}`, 'GET')).body, TEAM);
  });

  const refused = [
    [
      'an unknown conversation',
      'POST',
      '/v3/conversations/nowhere/activities',
      { type: 'message', text: 'x' },
      404,
    ],
    [
      'an update of nothing',
      'PUT',
      `/v3/conversations/${GROUP_CHAT_ID}/activities/1`,
      { type: 'message', text: 'x' },
      404,
    ],
    ['an empty message', 'POST', `/v3/conversations/${GROUP_CHAT_ID}/activities`, { type: 'message' }, 400],
    ['no activity at all', 'POST', `/v3/conversations/${GROUP_CHAT_ID}/activities`, [], 400],
    [
      'a card that is none',
      'POST',
      `/v3/conversations/${GROUP_CHAT_ID}/activities`,
      cardActivityOf({ type: 'X' }),
      400,
    ],
    [
      'more than 100 KB',
      'POST',
      `/v3/conversations/${GROUP_CHAT_ID}/activities`,
      { type: 'message', text: 'x'.repeat(50_001) },
      413,
    ],
    ['a new chat with a stranger', 'POST', '/v3/conversations', { members: [{ id: 'nobody' }] }, 400],
    ['a broken escape', 'POST', '/v3/conversations/%E0%A4%A/activities', { type: 'message', text: 'x' }, 400],
  ] as const;
  for (const [what, method, path, body, status] of refused) {
    it(`refuses ${what} with ${status}`, async () => {
      assert.equal((await call(`${world.chat.url}${path}`, method, body)).status, status);
    });
  }

  it('knows which activity a message answers', async () => {
    const said = await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, '@JIT Access help');
    const url = `${world.chat.url}/v3/conversations/${GROUP_CHAT_ID}/activities`;
    await call(`${url}/${said.id}`, 'POST', { type: 'message', text: 'answer' });
    await call(url, 'POST', { type: 'message', text: 'news' });
    const answers = world.chat.messages(GROUP_CHAT_ID).slice(-2);
    assert.deepEqual(
      answers.map(({ content, replyTo }) => [content.text, replyTo]),
      [
        ['answer', said.id],
        ['news', undefined],
      ],
    );
  });

  it('does not let the bot change what a person said', async () => {
    const said = await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, 'mine');
    const url = `${world.chat.url}/v3/conversations/${GROUP_CHAT_ID}/activities/${said.id}`;
    assert.equal((await call(url, 'PUT', { type: 'message', text: 'yours' })).status, 403);
  });
});
