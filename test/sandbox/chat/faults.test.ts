// Trouble on request, and what of it the bot's calls see.
import assert from 'node:assert/strict';
import { GROUP_CHAT_ID } from '../../../sandbox/chat/conversations.ts';
import { call, startWorld } from './scripted-bot.ts';

describe('faults of the chat’s connector service', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  const hello = { type: 'message', text: 'Hello' };
  const post = () => call(`${world.chat.url}/v3/conversations/${GROUP_CHAT_ID}/activities`, 'POST', hello);
  const fault = (asked: unknown) => call(`${world.chat.url}/_sandbox/faults`, 'POST', asked);
  const shown = () => world.chat.messages(GROUP_CHAT_ID).length;

  const table = [
    [{ kind: 'throttled', retryAfterSeconds: 7 }, 429, 'Throttled', '7'],
    [{ kind: 'throttled' }, 429, 'Throttled', null],
    [{ kind: 'precondition-failed' }, 412, 'PreconditionFailed', null],
    [{ kind: 'bad-gateway' }, 502, 'BadGateway', null],
    [{ kind: 'server-error' }, 500, 'ServiceError', null],
    [{ kind: 'bot-disabled' }, 403, 'BotDisabledByAdmin', null],
    [{ kind: 'bot-not-in-roster' }, 403, 'BotNotInConversationRoster', null],
    [{ kind: 'conversation-gone' }, 404, 'ConversationNotFound', null],
    [{ kind: 'bad-gateway', in: GROUP_CHAT_ID }, 502, 'BadGateway', null],
  ] as const;
  for (const [asked, status, code, retryAfter] of table) {
    it(`answers ${JSON.stringify(asked)} with ${status} ${code} and shows nothing`, async () => {
      await fault(asked);
      const answer = await post();
      assert.partialDeepStrictEqual(
        { ...answer, retryAfter: answer.headers.get('retry-after'), shown: shown() },
        { status, body: { error: { code } }, retryAfter, shown: 0 },
      );
    });
  }

  it('leaves other conversations alone where it is about one', async () => {
    await fault({ kind: 'bad-gateway', in: 'another conversation' });
    assert.equal((await post()).status, 201);
  });

  it('ends after as many calls as asked', async () => {
    await fault({ kind: 'bad-gateway', times: 2 });
    const statuses = [(await post()).status, (await post()).status, (await post()).status];
    assert.deepEqual(statuses, [502, 502, 201]);
  });

  it('can fail after the message is shown', async () => {
    await fault({ kind: 'bad-gateway', afterEffect: true });
    assert.deepEqual([(await post()).status, shown()], [502, 1]);
  });

  it('can lose the message of an update', async () => {
    await post();
    await fault({ on: 'update', kind: 'activity-gone' });
    const id = world.chat.messages(GROUP_CHAT_ID)[0]?.id;
    const answer = await call(
      `${world.chat.url}/v3/conversations/${GROUP_CHAT_ID}/activities/${id}`,
      'PUT',
      hello,
    );
    assert.partialDeepStrictEqual(answer, {
      status: 404,
      body: { error: { code: 'ActivityNotFoundInConversation' } },
    });
  });

  it('can break the connection', async () => {
    await fault({ kind: 'reset' });
    await assert.rejects(post(), TypeError);
  });

  it('can leave a call without an answer until the caller gives up', async () => {
    await fault({ kind: 'hang', afterEffect: true });
    const caller = new AbortController();
    const answer = fetch(`${world.chat.url}/v3/conversations/${GROUP_CHAT_ID}/activities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(hello),
      signal: caller.signal,
    });
    while (shown() === 0) await new Promise(setImmediate);
    caller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });

  it('is taken back on request', async () => {
    await fault({ kind: 'bad-gateway', times: 9 });
    await call(`${world.chat.url}/_sandbox/faults`, 'DELETE');
    assert.equal((await post()).status, 201);
  });

  it('refuses a fault it does not know', async () => {
    assert.equal((await fault({ kind: 'gremlins' })).status, 400);
  });
});
