// Who is in a conversation: every page, kept for a while, and unknown whenever something is unclear.
import assert from 'node:assert/strict';
import { remembering } from '../../src/teams/conversations.ts';
import { createRosters, type RosterSettings } from '../../src/teams/rosters.ts';
import { bookInMemory } from '../support/conversation-book.ts';
import { accountOf, type ConnectorFault } from '../support/fake-teams.ts';
import { ada, grace, groupChat, oncall, type Place, thread } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';
import type { JsonObject } from '../support/teams-activities.ts';

const place = thread('ops', '1700000000001');
const channel = '19:ops@thread.tacv2';
const memberOf = ({ id, name, teamsId }: typeof ada) => ({ id, teamsId, name });

interface Started {
  readonly bot: Awaited<ReturnType<typeof runBot>>;
  readonly book: ReturnType<typeof bookInMemory>;
  readonly rosters: ReturnType<typeof createRosters>;
  /** Moves the clock on. */
  readonly wait: (seconds: number) => void;
  /** Rosters asked of Teams so far, pages counted one by one. */
  readonly asked: () => number;
}

/**
 * A bot that was spoken to in `spokenTo`, whose team is Ada and Grace.
 * @param tryMilliseconds short only where nobody answers
 */
async function started(
  test: (parts: Started) => Promise<void>,
  settings: Partial<RosterSettings> = {},
  spokenTo: Place = place,
  tryMilliseconds = 10_000,
): Promise<void> {
  const book = bookInMemory();
  const bot = await runBot(async () => {}, { tryMilliseconds, tries: 1 });
  try {
    bot.adapter.use(remembering(book, bot.log));
    await bot.teams.say(bot.url, { text: 'hi', in: spokenTo });
    bot.teams.members(channel, [accountOf(ada), accountOf(grace)]);
    let now = 1_700_000_000_000;
    const rosters = createRosters(bot.adapter, '', book, { log: bot.log, now: () => now, ...settings });
    await test({
      bot,
      book,
      rosters,
      wait: (seconds) => {
        now += seconds * 1000;
      },
      asked: () => bot.teams.calls.filter((call) => call.includes('/pagedmembers')).length,
    });
  } finally {
    await bot.stop();
  }
}

describe('a roster', () => {
  it('is the people of the channel, asked for without the thread', () =>
    started(async ({ bot, rosters }) => {
      assert.deepEqual(await rosters.membersOf(place.id, false), [memberOf(ada), memberOf(grace)]);
      const path = `GET /v3/conversations/${encodeURIComponent(channel)}/pagedmembers?pageSize=500`;
      assert.deepEqual(
        bot.teams.calls.filter((call) => call.startsWith('GET')),
        [path],
      );
    }));

  it('is found by the channel’s own id where notices go to the channel', () =>
    started(async ({ book, rosters }) => {
      const stored = await book.recall(place.id);
      await book.remember(channel, stored);
      assert.equal((await rosters.membersOf(channel, false))?.length, 2);
    }));

  it('is read to its last page', () =>
    started(async ({ bot, rosters, asked }) => {
      bot.teams.members(channel, [ada, grace, oncall].map(accountOf), 1);
      assert.deepEqual(await rosters.membersOf(place.id, false), [ada, grace, oncall].map(memberOf));
      assert.equal(asked(), 3);
    }));

  it('of a group chat is that chat’s', () =>
    started(
      async ({ bot, rosters }) => {
        bot.teams.members(groupChat.id, [accountOf(oncall)]);
        assert.deepEqual(await rosters.membersOf(groupChat.id, false), [memberOf(oncall)]);
      },
      {},
      groupChat,
    ));

  const accounts: readonly (readonly [string, JsonObject, readonly object[]])[] = [
    [
      'takes the object id under its other name, in lower case',
      { id: '29:o', name: 'Olu', aadObjectId: oncall.id.toUpperCase() },
      [{ id: oncall.id, teamsId: '29:o', name: 'Olu' }],
    ],
    ['leaves out a guest without an object id', { id: '29:guest', name: 'Guest' }, []],
    ['leaves out one whose object id is none', { id: '29:guest', name: 'Guest', objectId: 'everyone' }, []],
    [
      'has a person without a name',
      { id: '29:o', objectId: oncall.id },
      [{ id: oncall.id, teamsId: '29:o', name: '' }],
    ],
  ];
  for (const [what, account, more] of accounts)
    it(what, () =>
      started(async ({ bot, rosters }) => {
        bot.teams.members(channel, [accountOf(ada), account]);
        assert.deepEqual(await rosters.membersOf(place.id, false), [memberOf(ada), ...more]);
      }),
    );
});

describe('a roster asked for again', () => {
  it('is the same for a minute, and then asked of Teams anew', () =>
    started(async ({ bot, rosters, wait, asked }) => {
      await rosters.membersOf(place.id, false);
      bot.teams.members(channel, [accountOf(ada)]);
      wait(59);
      assert.equal((await rosters.membersOf(place.id, false))?.length, 2);
      wait(1);
      assert.deepEqual([(await rosters.membersOf(place.id, false))?.length, asked()], [1, 2]);
    }));

  it('is asked of Teams at once for a decision, and that answer is kept', () =>
    started(async ({ bot, rosters, asked }) => {
      await rosters.membersOf(place.id, false);
      bot.teams.members(channel, [accountOf(ada)]);
      assert.equal((await rosters.membersOf(place.id, true))?.length, 1);
      assert.deepEqual([(await rosters.membersOf(place.id, false))?.length, asked()], [1, 2]);
    }));

  it('is unknown when it is too old and Teams is away', () =>
    started(async ({ bot, rosters, wait }) => {
      await rosters.membersOf(place.id, false);
      wait(60);
      bot.teams.failNext({ kind: 'reset' });
      assert.equal(await rosters.membersOf(place.id, false), undefined);
    }));

  it('is unknown from the moment a decision could not be told', () =>
    started(async ({ bot, rosters }) => {
      await rosters.membersOf(place.id, false);
      bot.teams.failNext({ kind: 'reset' }, { kind: 'reset' });
      assert.equal(await rosters.membersOf(place.id, true), undefined);
      assert.equal(await rosters.membersOf(place.id, false), undefined);
    }));

  it('is asked of Teams again after it was unknown', () =>
    started(async ({ bot, rosters }) => {
      bot.teams.failNext({ kind: 'reset' });
      assert.equal(await rosters.membersOf(place.id, false), undefined);
      assert.equal((await rosters.membersOf(place.id, false))?.length, 2);
    }));

  it('is one call for all who ask at the same time', () =>
    started(async ({ rosters, asked }) => {
      const all = await Promise.all([
        rosters.membersOf(place.id, true),
        rosters.membersOf(channel, false),
        rosters.membersOf(place.id, true),
      ]);
      assert.deepEqual([all.map((roster) => roster?.length), asked()], [[2, 2, 2], 1]);
    }));

  it('of many conversations is forgotten, the oldest first', () =>
    started(
      async ({ bot, book, rosters, asked }) => {
        bot.teams.members(groupChat.id, [accountOf(oncall)]);
        await bot.teams.say(bot.url, { text: 'hi', in: groupChat });
        assert.notEqual(await book.recall(groupChat.id), undefined);
        await rosters.membersOf(place.id, false);
        await rosters.membersOf(groupChat.id, false);
        await rosters.membersOf(groupChat.id, false);
        assert.equal(asked(), 2);
        await rosters.membersOf(place.id, false);
        assert.equal(asked(), 3);
      },
      { capacity: 1 },
    ));
});

describe('a roster is unknown, and the log says so,', () => {
  const answer = (status: number, code?: string): ConnectorFault => ({
    kind: 'answer',
    status,
    ...(code !== undefined && { code }),
  });
  const faults: readonly (readonly [string, ConnectorFault])[] = [
    ['after a 403', answer(403, 'BotNotInConversationRoster')],
    ['after a 404', answer(404, 'ConversationNotFound')],
    ['after a 429', answer(429, 'Throttled')],
    ['after a 500', answer(500)],
    ['after a cut connection', { kind: 'reset' }],
    ['when no answer comes', { kind: 'hang' }],
    ['when a page of HTML comes', { kind: 'odd', body: '<html><body>Sign in</body></html>' }],
    ['when nothing comes', { kind: 'odd', body: {} }],
    ['when the members are no list', { kind: 'odd', body: { members: { id: ada.teamsId } } }],
    ['when a member has no id', { kind: 'odd', body: { members: [{ name: 'Ada', objectId: ada.id }] } }],
    ['when it names nobody', { kind: 'odd', body: { members: [] } }],
  ];
  for (const [what, fault] of faults)
    it(what, () =>
      started(
        async ({ bot, rosters }) => {
          bot.teams.failNext(fault);
          assert.equal(await rosters.membersOf(place.id, false), undefined);
          assert.deepEqual(
            bot.log.lines.map(({ level, sentence, facts }) => [level, sentence, facts.conversationId]),
            [['warn', 'Teams did not say who is in a conversation', channel]],
          );
        },
        {},
        place,
        fault.kind === 'hang' ? 100 : undefined,
      ),
    );

  it('when a later page fails', () =>
    started(async ({ bot, rosters }) => {
      const first = { members: [accountOf(ada)], continuationToken: '1' };
      bot.teams.failNext({ kind: 'odd', body: first }, answer(403));
      assert.equal(await rosters.membersOf(place.id, false), undefined);
    }));

  it('when its pages lead in circles', () =>
    started(
      async ({ bot, rosters, asked }) => {
        const again = { members: [accountOf(ada)], continuationToken: 'again' };
        bot.teams.failNext(...Array.from({ length: 200 }, () => ({ kind: 'odd', body: again }) as const));
        assert.equal(await rosters.membersOf(place.id, false), undefined);
        assert.equal(asked(), 100);
      },
      { limitMilliseconds: 60_000 },
    ));

  it('when the whole of it takes too long', () =>
    started(
      async ({ bot, rosters }) => {
        bot.teams.failNext({ kind: 'hang' });
        assert.equal(await rosters.membersOf(place.id, false), undefined);
        assert.match(String(bot.log.lines[0]?.facts.err), /No answer within 20 ms/);
      },
      { limitMilliseconds: 20 },
    ));

  it('of a conversation the bot has never been in', () =>
    started(async ({ rosters, asked }) => {
      assert.equal(await rosters.membersOf('19:elsewhere@thread.tacv2', false), undefined);
      assert.equal(asked(), 0);
    }));

  it('when the books are away', () =>
    started(async ({ bot, book }) => {
      const away = { ...book, recall: () => Promise.reject(new Error('away')) };
      const rosters = createRosters(bot.adapter, '', away, { log: bot.log, now: () => 0 });
      assert.equal(await rosters.membersOf(place.id, false), undefined);
    }));
});
