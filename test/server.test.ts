// The HTTP side, over real HTTP: what it takes, what it turns away, and how it ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { createServer } from '../src/server.ts';
import type { Turn } from '../src/teams/adapter.ts';
import { answerInvoke, cardAnswer, errorAnswer, messageAnswer } from '../src/teams/answers.ts';
import { sendToBot } from './support/fake-teams.ts';
import { malformedActivities } from './support/malformed-activities.ts';
import { runBot } from './support/running-bot.ts';
import { messageActivity } from './support/teams-activities.ts';

const json = { 'content-type': 'application/json' };

/** Runs `test` against a bot with this turn. */
async function withBot(
  onTurn: Turn,
  test: (bot: Awaited<ReturnType<typeof runBot>>) => Promise<void>,
  overrides: Parameters<typeof runBot>[1] = {},
): Promise<void> {
  const bot = await runBot(onTurn, overrides);
  try {
    await test(bot);
  } finally {
    await bot.stop();
  }
}

const noTurn: Turn = async () => assert.fail('had a turn');

const outcomeOf = async (response: Response) => ({ status: response.status, body: await response.json() });

describe('the messages endpoint', () => {
  it('runs the turn and answers with an empty 200', () =>
    withBot(
      async (context) => void (await context.sendActivity(`you said ${context.activity.text}`)),
      async ({ teams, url }) => {
        assert.deepEqual(await teams.say(url, { text: 'hi' }), { status: 200, body: undefined });
        assert.deepEqual(
          teams.sent.map(({ activity }) => activity.text),
          ['you said hi'],
        );
      },
    ));

  it('says 400 in plain words to every malformed activity, and no turn is run', () =>
    withBot(noTurn, async ({ url, teams }) => {
      for (const [what, body] of malformedActivities(
        messageActivity({ text: 'hi', serviceUrl: teams.url }),
      )) {
        assert.deepEqual(
          { what, ...(await sendToBot(url, body)) },
          { what, status: 400, body: { error: 'The body is not an activity of the Bot Framework.' } },
        );
      }
    }));

  const notJson: readonly (readonly [string, Buffer | string])[] = [
    ['nothing', ''],
    ['half an object', '{"type":"message"'],
    ['a form', 'type=message'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['something that poses as a prototype, half', '{"__proto__":{"polluted":true}'],
  ];
  for (const [what, body] of notJson) {
    it(`says 400 to a body of ${what}`, () =>
      withBot(noTurn, async ({ url }) => {
        const response = await fetch(url, { method: 'POST', headers: json, body });
        assert.deepEqual(await outcomeOf(response), {
          status: 400,
          body: { error: 'The body is not JSON.' },
        });
      }));
  }

  it('is not confused by a field called __proto__', () =>
    withBot(
      async (context) => {
        assert.equal(Reflect.get(context.activity, 'polluted'), undefined);
        assert.equal(Reflect.get({}, 'polluted'), undefined);
      },
      async ({ url, teams }) => {
        const activity = JSON.stringify(messageActivity({ text: 'hi', serviceUrl: teams.url }));
        const body = `${activity.slice(0, -1)},"__proto__":{"polluted":true}}`;
        const response = await fetch(url, { method: 'POST', headers: json, body });
        assert.equal(response.status, 200);
      },
    ));

  for (const contentType of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonx',
    undefined,
  ]) {
    it(`says 415 to ${contentType ?? 'no'} content type`, () =>
      withBot(noTurn, async ({ url }) => {
        const headers: Record<string, string> =
          contentType === undefined ? {} : { 'content-type': contentType };
        const response = await fetch(url, { method: 'POST', headers, body: Buffer.from('{}') });
        assert.deepEqual(await outcomeOf(response), {
          status: 415,
          body: { error: 'Send JSON, as Content-Type application/json.' },
        });
      }));
  }

  it('says 415 to a compressed body', () =>
    withBot(noTurn, async ({ url }) => {
      const response = await fetch(url, {
        method: 'POST',
        headers: { ...json, 'content-encoding': 'gzip' },
        body: 'x',
      });
      assert.equal(response.status, 415);
    }));

  it('takes JSON with a character set', () =>
    withBot(
      async () => {},
      async ({ url, teams }) => {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify(messageActivity({ text: 'hi', serviceUrl: teams.url })),
        });
        assert.equal(response.status, 200);
      },
    ));

  for (const announced of [true, false]) {
    it(`says 413 to a body over the limit, its length ${announced ? 'announced' : 'not announced'}`, () =>
      withBot(
        noTurn,
        async ({ url }) => {
          assert.deepEqual(await postLarge(url, announced), {
            status: 413,
            body: { error: 'The body is larger than 1000 bytes.' },
          });
        },
        { bodyLimitBytes: 1000 },
      ));
  }

  it('outlives a sender that goes away in the middle of a body', () =>
    withBot(noTurn, async ({ url, origin }) => {
      const { port, hostname } = new URL(url);
      const socket = connect(Number(port), hostname);
      socket.write(
        'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{',
      );
      await once(socket, 'connect');
      socket.destroy();
      assert.equal((await fetch(`${origin}/healthz`)).status, 200);
    }));

  it('says 500 in a fixed sentence when a turn throws, and logs the error', () =>
    withBot(
      async () => {
        throw new Error('secret detail');
      },
      async ({ url, teams, log }) => {
        assert.deepEqual(await teams.say(url, { text: 'hi' }), {
          status: 500,
          body: { error: 'Something went wrong here. The log of the bot says what.' },
        });
        assert.match(String(log.lines.find(({ level }) => level === 'error')?.facts.err), /secret detail/);
      },
    ));
});

describe('the answer to a click', () => {
  const card = { type: 'AdaptiveCard', version: '1.5' };
  const table = [
    [
      'a card',
      cardAnswer(card),
      { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card },
    ],
    [
      'a message',
      messageAnswer('done'),
      { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'done' },
    ],
    [
      'a refusal',
      errorAnswer('BadRequest', 'This button is not ours.'),
      {
        statusCode: 400,
        type: 'application/vnd.microsoft.error',
        value: { code: 'BadRequest', message: 'This button is not ours.' },
      },
    ],
    [
      'a failure',
      errorAnswer('InternalServerError', 'Try again.'),
      {
        statusCode: 500,
        type: 'application/vnd.microsoft.error',
        value: { code: 'InternalServerError', message: 'Try again.' },
      },
    ],
  ] as const;
  for (const [what, answer, body] of table) {
    it(`is ${what}, with HTTP status 200`, () =>
      withBot(
        (context) => answerInvoke(context, answer),
        async ({ url, teams }) => {
          assert.deepEqual(await teams.click(url, { verb: 'request', messageId: 'm1' }), {
            status: 200,
            body,
          });
        },
      ));
  }

  it('is 501 when the turn gives none', () =>
    withBot(
      async () => {},
      async ({ url, teams }) => {
        assert.deepEqual(await teams.click(url, { verb: 'request', messageId: 'm1' }), {
          status: 501,
          body: undefined,
        });
      },
    ));
});

describe('the health checks', () => {
  it('say alive without looking at anything', () =>
    withBot(
      noTurn,
      async ({ origin }) => {
        assert.deepEqual(await outcomeOf(await fetch(`${origin}/healthz`)), {
          status: 200,
          body: { status: 'alive' },
        });
      },
      { ready: async () => assert.fail('looked') },
    ));

  const table = [
    ['ready', async () => ({ ok: true, details: [] }), 200, { status: 'ready', details: [] }],
    [
      'what is missing',
      async () => ({ ok: false, details: ['The machines are not known yet.'] }),
      503,
      { status: 'not ready', details: ['The machines are not known yet.'] },
    ],
    [
      'that looking failed, without its error',
      async () => Promise.reject(new Error('password=x')),
      503,
      { status: 'not ready', details: ['Looking whether the bot is ready failed; its log says why.'] },
    ],
  ] as const;
  for (const [what, ready, status, body] of table) {
    it(`say ${what}`, () =>
      withBot(
        noTurn,
        async ({ origin }) =>
          assert.deepEqual(await outcomeOf(await fetch(`${origin}/readyz`)), { status, body }),
        { ready },
      ));
  }
});

describe('everything else', () => {
  const table: readonly (readonly [string, string, number])[] = [
    ['GET', '/', 404],
    ['GET', '/api/messages/', 404],
    ['GET', '/%zz', 404],
    ['GET', '/api/messages', 405],
    ['DELETE', '/api/messages', 405],
    ['POST', '/healthz', 405],
  ];
  for (const [method, path, status] of table) {
    it(`gets ${status} in JSON: ${method} ${path}`, () =>
      withBot(noTurn, async ({ origin }) => {
        const sentence =
          status === 404 ? 'There is nothing here.' : 'This address does not take that method.';
        assert.deepEqual(await outcomeOf(await fetch(`${origin}${path}`, { method })), {
          status,
          body: { error: sentence },
        });
      }));
  }

  it('gets no web socket, and no silence either', () =>
    withBot(noTurn, async ({ origin }) => {
      const request = httpRequest(`${origin}/api/messages`, {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-key': 'x',
          'sec-websocket-version': '13',
        },
      });
      request.end();
      const [response] = await once(request, 'response');
      response.resume();
      assert.equal(response.statusCode, 405);
    }));
});

describe('starting and stopping the server', () => {
  it('lets a turn under way finish, and takes no new ones', async () => {
    const begun = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    const bot = await runBot(async () => {
      begun.resolve();
      await mayEnd.promise;
    });
    try {
      const underWay = bot.teams.say(bot.url, { text: 'hi' });
      await begun.promise;
      // Longer than the test may take: waiting it out because a connection was kept open would be a failure.
      const closed = bot.server.close(60_000);
      await assert.rejects(fetch(`${bot.origin}/healthz`));
      mayEnd.resolve();
      assert.equal((await underWay).status, 200);
      await closed;
    } finally {
      await bot.stop();
    }
  });

  it('cuts a turn off that takes longer than the limit', async () => {
    const begun = Promise.withResolvers<void>();
    const bot = await runBot(async () => {
      begun.resolve();
      await new Promise(() => {});
    });
    try {
      const underWay = assert.rejects(bot.teams.say(bot.url, { text: 'hi' }));
      await begun.promise;
      await bot.server.close(20);
      await underWay;
    } finally {
      await bot.stop();
    }
  });

  it('says so when the port is taken', async () => {
    const { stop, adapter, log, origin } = await runBot(noTurn);
    const port = Number(new URL(origin).port);
    const ready = async () => ({ ok: true, details: [] });
    try {
      const second = createServer({
        adapter,
        onTurn: noTurn,
        ready,
        log,
        host: '127.0.0.1',
        port,
        bodyLimitBytes: 1,
      });
      await assert.rejects(second.listen(), { code: 'EADDRINUSE' });
    } finally {
      await stop();
    }
  });
});

/** Sends 100,000 bytes and reads the answer, as a sender that does not look up before it is done. */
async function postLarge(
  url: string,
  announced: boolean,
): Promise<{ status: number | undefined; body: unknown }> {
  const request = httpRequest(url, {
    method: 'POST',
    headers: { ...json, ...(announced ? { 'content-length': 100_000 } : { 'transfer-encoding': 'chunked' }) },
  });
  for (let sent = 0; sent < 100_000; sent += 10_000) request.write('x'.repeat(10_000));
  request.end();
  const [response] = await once(request, 'response');
  let text = '';
  for await (const chunk of response) text += chunk;
  return { status: response.statusCode, body: JSON.parse(text) };
}
