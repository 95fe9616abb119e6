// Who gets a turn: local mode, tokens, channels and tenants.
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { createAdapter, TeamsAdapter } from '../../src/teams/adapter.ts';
import { GuardedAuthentication } from '../../src/teams/authentication.ts';
import { createConnectors } from '../../src/teams/connector.ts';
import { consoleToLog } from '../../src/teams/console-to-log.ts';
import { keptLog } from '../support/kept-log.ts';
import { bot, tenantId } from '../support/people.ts';
import { runBot } from '../support/running-bot.ts';
import { messageActivity } from '../support/teams-activities.ts';

const appId = bot.id.slice(3);
const issuer = 'https://issuer.example';
const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token as the Bot Framework makes them: the claims of a good one, changed where told. */
function token(claims: Readonly<Record<string, unknown>> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const content = `${encoded({ alg: 'RS256', kid: 'our-key', typ: 'JWT' })}.${encoded({
    iss: issuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 600,
    ...claims,
  })}`;
  return `Bearer ${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
}

/** Publishes the signing key as the Bot Framework does. */
async function startKeyServer() {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    const keys = {
      keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'our-key', endorsements: ['msteams'] }],
    };
    response.end(JSON.stringify(request.url === '/keys' ? keys : { jwks_uri: `${url}keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`;
  return { url, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** The real adapter, believing a local issuer in place of Microsoft's. */
function adapterTrusting(keyServerUrl: string): TeamsAdapter {
  const rule = { kind: 'microsoft', cloud: 'public' } as const;
  const outgoing = {
    tryMilliseconds: 5000,
    tries: 1,
    waitMilliseconds: 0,
    pause: async () => {},
    random: () => 0,
  };
  const options = {
    MicrosoftAppId: appId,
    MicrosoftAppPassword: 'not-used',
    ToBotFromChannelTokenIssuer: issuer,
    ToBotFromChannelOpenIdMetadataUrl: keyServerUrl,
    ToBotFromEmulatorOpenIdMetadataUrl: keyServerUrl,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: 'https://api.botframework.com',
    OAuthUrl: 'https://api.botframework.com',
    CallerId: 'urn:botframework:azure',
  };
  const rules = { serviceUrls: rule, tenantId };
  return new TeamsAdapter(new GuardedAuthentication(options, rules, createConnectors(rule, outgoing), 5000));
}

const cases: readonly {
  readonly what: string;
  /** Made when it is sent: a token made with the table would be old by the time a long run comes here. */
  readonly authorization: () => string;
  readonly change?: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly turns: number;
}[] = [
  { what: 'a good token', authorization: () => token(), status: 200, turns: 1 },
  { what: 'no token', authorization: () => '', status: 401, turns: 0 },
  { what: 'something that is no token', authorization: () => 'Bearer abc', status: 401, turns: 0 },
  {
    what: 'a token signed by somebody else',
    authorization: () => `${token().slice(0, -8)}AAAAAAAA`,
    status: 401,
    turns: 0,
  },
  { what: 'a token for another bot', authorization: () => token({ aud: 'another' }), status: 401, turns: 0 },
  {
    what: 'a token of another issuer',
    authorization: () => token({ iss: 'https://evil.example' }),
    status: 401,
    turns: 0,
  },
  { what: 'an expired token', authorization: () => token({ nbf: 1, exp: 2 }), status: 401, turns: 0 },
  {
    what: 'a token for another service URL',
    authorization: () => token({ serviceurl: 'https://x.example/' }),
    status: 401,
    turns: 0,
  },
  {
    what: 'a good token for a service URL that is not of Teams',
    authorization: () => token({ serviceurl: 'https://evil.example/' }),
    change: { serviceUrl: 'https://evil.example/' },
    status: 403,
    turns: 0,
  },
  {
    what: 'a channel that does not vouch for people',
    authorization: () => token(),
    change: { channelId: 'directline' },
    status: 403,
    turns: 0,
  },
  {
    what: 'a channel whose tokens come from elsewhere',
    authorization: () => token(),
    change: { channelId: 'AseChannel' },
    status: 403,
    turns: 0,
  },
  {
    what: 'another tenant that uploaded a package naming this bot',
    authorization: () => token(),
    change: { conversation: { id: 'a:1', tenantId: 'another' }, channelData: { tenant: { id: 'another' } } },
    status: 403,
    turns: 0,
  },
  {
    what: 'two tenants at once',
    authorization: () => token(),
    change: { channelData: { tenant: { id: 'another' } } },
    status: 403,
    turns: 0,
  },
  {
    what: 'no tenant',
    authorization: () => token(),
    change: { conversation: { id: 'a:1' }, channelData: {} },
    status: 403,
    turns: 0,
  },
];

const fixedSentences: Readonly<Record<number, unknown>> = {
  401: { error: 'This is for the Bot Framework only.' },
  200: undefined,
};

describe('the adapter with an app id', () => {
  let giveConsoleBack: () => void;
  before(() => {
    giveConsoleBack = consoleToLog(keptLog());
  });
  after(() => giveConsoleBack());

  for (const { what, authorization, change, status, turns } of cases) {
    it(`answers ${status} to ${what}`, async () => {
      const keyServer = await startKeyServer();
      let counted = 0;
      const running = await runBot(async () => void counted++, { adapter: adapterTrusting(keyServer.url) });
      try {
        const response = await fetch(running.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: authorization() },
          body: JSON.stringify({ ...messageActivity({ text: 'rdp to web-01', serviceUrl }), ...change }),
        });
        const text = await response.text();
        assert.deepEqual({ status: response.status, turns: counted }, { status, turns });
        if (status in fixedSentences)
          assert.deepEqual(text === '' ? undefined : JSON.parse(text), fixedSentences[status]);
        assert.doesNotMatch(text, /jwt|claim|endorse|audience|stack/i);
      } finally {
        await running.stop();
        await keyServer.close();
      }
    });
  }

  it('says 500 and nothing more when the signing keys cannot be fetched', async () => {
    const running = await runBot(async () => {}, {
      adapter: adapterTrusting('http://127.0.0.1:1/unreachable'),
    });
    try {
      const response = await fetch(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: token() },
        body: JSON.stringify(messageActivity({ text: 'hi', serviceUrl })),
      });
      assert.deepEqual(
        { status: response.status, body: await response.json() },
        { status: 500, body: { error: 'Something went wrong here. The log of the bot says what.' } },
      );
    } finally {
      await running.stop();
    }
  });

  it('made from settings refuses what carries no good token', async () => {
    const adapter = createAdapter({
      appId,
      appPassword: 'p',
      appType: 'SingleTenant',
      tenantId,
      cloud: 'public',
      localMode: true,
    });
    const running = await runBot(async () => assert.fail('had a turn'), { adapter });
    try {
      assert.deepEqual(await running.teams.say(running.url, { text: 'hi' }), {
        status: 401,
        body: { error: 'This is for the Bot Framework only.' },
      });
      assert.deepEqual(running.teams.calls, []);
    } finally {
      await running.stop();
    }
  });

  for (const appType of ['SingleTenant', 'UserAssignedMSI', 'MultiTenant'] as const) {
    it(`can be made as ${appType}, for both clouds`, () => {
      const password = appType === 'UserAssignedMSI' ? {} : { appPassword: 'p' };
      for (const cloud of ['public', 'usgovernment'] as const) {
        assert.ok(createAdapter({ appId, appType, tenantId, ...password, cloud, localMode: false }));
      }
    });
  }
});

describe('the adapter without an app id', () => {
  it('is not made outside local mode', () => {
    assert.throws(() => createAdapter({ cloud: 'public', localMode: false }), /MicrosoftAppId/);
  });

  it('answers over loopback', async () => {
    const running = await runBot(async (context) => void (await context.sendActivity('hello')));
    try {
      const answer = await running.teams.say(running.url, { text: 'hi' });
      assert.deepEqual(
        [answer.status, running.teams.sent.map(({ activity }) => activity.text)],
        [200, ['hello']],
      );
    } finally {
      await running.stop();
    }
  });

  it('refuses a forged service URL and never calls it', async () => {
    let contacted = 0;
    // This machine too, so that a call would arrive; but not one of the three names of loopback.
    const forged = createServer().on('connection', () => contacted++);
    await new Promise<void>((resolve) => forged.listen(0, '127.0.0.2', resolve));
    const address = forged.address();
    const elsewhere = `http://127.0.0.2:${typeof address === 'object' ? address?.port : 0}/`;
    const running = await runBot(async () => assert.fail('had a turn'));
    try {
      const response = await fetch(running.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(messageActivity({ text: 'hi', serviceUrl: elsewhere })),
      });
      assert.deepEqual(
        { status: response.status, body: await response.json(), contacted },
        { status: 403, body: { error: 'This service URL is not one the bot may answer to.' }, contacted: 0 },
      );
    } finally {
      await running.stop();
      await new Promise((resolve) => forged.close(resolve));
    }
  });
});
