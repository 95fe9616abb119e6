// Every try of every post and update passes the queue, over real HTTP; and what Teams answers is told to it.
import assert from 'node:assert/strict';
import type { Message, Sending } from '../../../src/access/chat-ports.ts';
import { Fault } from '../../../src/access/fault.ts';
import { remembering } from '../../../src/teams/conversations.ts';
import { createNotifier } from '../../../src/teams/notifier.ts';
import { type Answered, NotYet, type TeamsQueue } from '../../../src/teams/queue/teams-queue.ts';
import { bookInMemory } from '../../support/conversation-book.ts';
import { thread } from '../../support/people.ts';
import { runBot } from '../../support/running-bot.ts';

const place = thread('ops', '1700000000001');
const channel = place.id.replace(/;messageid=.*$/, '');
const message: Message = { kind: 'text', text: 'ready' };

/** A bot with a queue that lets out everything, or nothing, and writes down who asked and what came of it. */
async function start(answer: 'go' | 'not-yet' = 'go') {
  const asked: { readonly conversationId: string; readonly sending: Sending }[] = [];
  const answers: Answered[] = [];
  const queue: Pick<TeamsQueue, 'enter'> = {
    enter: async (conversationId, sending) => {
      asked.push({ conversationId, sending });
      if (answer === 'not-yet' && sending.urgency !== 'awaited') throw new NotYet(17);
      return (answered) => void answers.push(answered);
    },
  };
  const book = bookInMemory();
  const bot = await runBot(async (context) => void (await context.sendActivity('an answer')), { queue });
  bot.adapter.use(remembering(book, bot.log));
  await bot.teams.say(bot.url, { text: 'hi', in: place });
  return { bot, asked, answers, notifier: createNotifier(bot.adapter, '', book) };
}

describe('posts and updates', () => {
  it('of a turn wait as awaited, in the channel as a whole', async () => {
    const { bot, asked, answers } = await start();
    await bot.stop();
    assert.deepEqual(asked, [{ conversationId: channel, sending: { urgency: 'awaited' } }]);
    assert.deepEqual(answers, [{ status: 201, retryAfterSeconds: undefined }]);
  });

  it('outside of turns wait as who sends them says, each try by itself, and Teams’ answers are told', async () => {
    const { bot, asked, answers, notifier } = await start();
    const sending: Sending = { urgency: 'urgent', key: 'req-1/overdue', passing: true };
    bot.teams.failNext({ kind: 'answer', status: 429, headers: { 'retry-after': '1' } });
    await notifier.post(place.id, message, sending);
    await bot.stop();
    assert.deepEqual(
      asked.slice(1),
      [sending, sending].map((each) => ({ conversationId: channel, sending: each })),
    );
    assert.deepEqual(answers.slice(1), [
      { status: 429, retryAfterSeconds: 1 },
      { status: 201, retryAfterSeconds: undefined },
    ]);
  });

  it('that have to wait longer than they may are a fault that says when to come back, and nothing is sent', async () => {
    const { bot, notifier } = await start('not-yet');
    const before = bot.teams.calls.length;
    await assert.rejects(
      notifier.post(place.id, message, { urgency: 'news', key: 'req-1/closed', passing: true }),
      (error) =>
        error instanceof Fault &&
        error.code === 'throttled' &&
        error.reason === 'not-yet' &&
        error.retryAfterSeconds === 17,
    );
    await bot.stop();
    assert.equal(bot.teams.calls.length, before);
  });

  it('of those who hold a place are not kept waiting for what Teams asks: that is theirs to wait for', async () => {
    const { bot, asked, notifier } = await start();
    bot.teams.failNext({ kind: 'answer', status: 429, headers: { 'retry-after': '6' } });
    await assert.rejects(
      notifier.post(place.id, message, { urgency: 'news', key: 'req-1/closed', passing: true }),
      (error) => error instanceof Fault && error.code === 'throttled' && error.retryAfterSeconds === 6,
    );
    await bot.stop();
    assert.equal(asked.length, 2);
  });
});
