// The table of tokens at /api/messages: which one gets a turn, over real HTTP, by the real adapter and real signatures.
import assert from 'node:assert/strict';
import { ToBotFromBotOrEmulatorTokenValidationParameters as emulatorParameters } from 'botframework-connector/lib/auth/tokenValidationParameters.js';
import { consoleToLog } from '../../src/teams/console-to-log.ts';
import { keptLog } from '../support/kept-log.ts';
import { ada, tenantId } from '../support/people.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { messageActivity } from '../support/teams-activities.ts';
import {
  hmacToken,
  type Json,
  signedToken,
  signingKey,
  unsignedToken,
  withOtherClaims,
} from '../support/token-maker.ts';
import { appId, startTrustedIssuers, type TrustedIssuers } from '../support/trusted-issuers.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const strangers = signingKey('strangers-key');
const foreignTenant = '0ddba11a-0000-4000-8000-000000000009';

describe('the table of tokens', () => {
  let giveConsoleBack: () => void;
  let issuers: TrustedIssuers;
  let running: RunningBot;
  let turns = 0;

  before(async () => {
    giveConsoleBack = consoleToLog(keptLog());
    issuers = await startTrustedIssuers();
    running = await runBot(async () => void turns++, { adapter: issuers.adapter });
  });
  after(async () => {
    await running?.stop();
    await issuers?.close();
    giveConsoleBack();
  });

  const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
  /** The claims of a good token, changed where told; `undefined` takes one out. */
  const claims = (change: Json = {}): Json => ({
    iss: issuers.channelIssuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: inSeconds(-60),
    exp: inSeconds(600),
    ...change,
  });
  const good = (change: Json = {}): string => signedToken(issuers.channelKey, claims(change));
  /** What Entra issues to an app: to the bot itself for Azure, or to whoever plays the emulator. */
  const fromEntra = (change: Json = {}): string =>
    signedToken(issuers.entraKey, claims({ ver: '1.0', appid: appId, ...change }));

  interface Row {
    readonly what: string;
    /** Made when it is sent: one made with the table would be old by the time a long run comes here. */
    readonly authorization: () => string | undefined;
    readonly activity?: Json;
    readonly status: 200 | 401 | 403;
    readonly says?: string;
  }
  const bearer = (what: string, token: () => string): Row => ({
    what,
    authorization: () => `Bearer ${token()}`,
    status: 401,
  });
  const accepted = (row: Row): Row => ({ ...row, status: 200 });
  const elsewhere = 'This bot serves another organisation.';

  // SECURITY.md names it.
  const unvouched = 'a good token for a channel that does not vouch for people';
  const table: readonly Row[] = [
    accepted(bearer('a good token', () => good())),
    accepted(bearer('one that ran out within the clocks’ difference', () => good({ exp: inSeconds(-200) }))),
    accepted(
      bearer('one that holds soon, within the clocks’ difference', () => good({ nbf: inSeconds(200) })),
    ),

    { what: 'no Authorization header', authorization: () => undefined, status: 401 },
    { what: 'an empty one', authorization: () => '', status: 401 },
    { what: 'a scheme without a token', authorization: () => 'Bearer', status: 401 },
    { what: 'another scheme', authorization: () => `Basic ${good()}`, status: 401 },
    { what: 'a token without its scheme', authorization: () => good(), status: 401 },
    { what: 'two tokens at once', authorization: () => `Bearer ${good()} ${good()}`, status: 401 },
    bearer('something that is no token', () => 'abc'),
    bearer('two thirds of a token', () => good().split('.').slice(0, 2).join('.')),
    bearer('a token with a fourth part', () => `${good()}.x`),
    bearer('a token of nine kilobytes', () => good({ padding: 'x'.repeat(9000) })),

    bearer('a forged signature', () => `${good().slice(0, -8)}AAAAAAAA`),
    bearer('claims changed under a good signature', () =>
      withOtherClaims(good({ exp: 1 }), { exp: inSeconds(600) }),
    ),
    bearer('a stranger’s key under the name of a good one', () =>
      signedToken(strangers, claims(), { kid: issuers.channelKey.kid }),
    ),
    bearer('a key that nobody published', () => signedToken(strangers, claims())),
    bearer('a key that the token brings along', () =>
      signedToken(strangers, claims(), { jwk: strangers.published, jku: 'https://evil.example/keys' }),
    ),
    bearer('a token that names no key', () => signedToken(issuers.channelKey, claims(), { kid: undefined })),
    bearer('an unsigned token, alg none', () =>
      unsignedToken({ alg: 'none', typ: 'JWT', kid: issuers.channelKey.kid }, claims()),
    ),
    bearer('alg none with something for a signature', () =>
      unsignedToken({ alg: 'none', typ: 'JWT', kid: issuers.channelKey.kid }, claims(), 'AAAA'),
    ),
    bearer('alg None, spelt otherwise', () =>
      unsignedToken({ alg: 'None', typ: 'JWT', kid: issuers.channelKey.kid }, claims(), 'AAAA'),
    ),
    bearer('an unsigned token that says RS256', () =>
      unsignedToken({ alg: 'RS256', typ: 'JWT', kid: issuers.channelKey.kid }, claims()),
    ),
    bearer('HS256 with the public key as its secret', () => {
      const { publicKey, kid } = issuers.channelKey;
      return hmacToken(publicKey.export({ type: 'spki', format: 'pem' }).toString(), kid, claims());
    }),

    bearer('an expired token', () => good({ exp: inSeconds(-400) })),
    bearer('a token that never expires', () => good({ exp: undefined })),
    bearer('a token that does not hold yet', () => good({ nbf: inSeconds(400) })),

    bearer('a token for another bot', () => good({ aud: '0ddba11a-0000-4000-8000-000000000001' })),
    bearer('a token for this bot and others', () => good({ aud: [appId, 'another'] })),
    bearer('a token for nobody', () => good({ aud: undefined })),
    bearer('a token of another issuer', () => good({ iss: 'https://evil.example' })),
    bearer('a token of nobody', () => good({ iss: undefined })),
    bearer('a token of another cloud’s Bot Framework', () => good({ iss: 'https://api.botframework.us' })),

    bearer('a token as the emulator of bots sends them, version 1', () =>
      fromEntra({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }),
    ),
    bearer('a token as the emulator sends them, version 2', () =>
      fromEntra({
        iss: 'https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0',
        ver: '2.0',
        azp: appId,
      }),
    ),
    bearer('the bot’s own token for Teams, sent back to it', () =>
      fromEntra({
        iss: `https://sts.windows.net/${tenantId}/`,
        tid: tenantId,
        aud: 'https://api.botframework.com',
      }),
    ),
    bearer('the bot’s own token for Azure', () =>
      fromEntra({
        iss: `https://sts.windows.net/${tenantId}/`,
        tid: tenantId,
        aud: 'https://management.azure.com',
      }),
    ),
    bearer('a token of a foreign tenant for this app', () =>
      fromEntra({ iss: `https://sts.windows.net/${foreignTenant}/`, tid: foreignTenant }),
    ),
    bearer('a token of another bot that takes this one for its skill', () =>
      fromEntra({
        iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
        appid: '0ddba11a-0000-4000-8000-000000000001',
      }),
    ),
    bearer('a token of Entra that says it is the Bot Framework’s', () => fromEntra()),

    bearer('a token for another service URL', () =>
      good({ serviceurl: 'https://smba.trafficmanager.net/amer/' }),
    ),
    bearer('a token without a service URL', () => good({ serviceurl: undefined })),
    bearer('a token for several service URLs', () => good({ serviceurl: [serviceUrl] })),
    bearer('a key that is endorsed for other channels only', () => signedToken(issuers.webchatKey, claims())),

    {
      ...bearer('a good token for a service URL that is not of Teams', () =>
        good({ serviceurl: 'https://evil.example/' }),
      ),
      activity: { serviceUrl: 'https://evil.example/' },
      status: 403,
      says: 'This service URL is not one the bot may answer to.',
    },
    ...['directline', 'webchat', 'emulator', 'AseChannel'].map(
      (channelId): Row => ({
        ...bearer(`${unvouched}: ${channelId}`, () => good()),
        activity: { channelId },
        status: 403,
        says: 'This bot answers in Microsoft Teams only.',
      }),
    ),
    {
      ...bearer('a foreign tenant that uploaded a package naming this bot', () => good()),
      activity: {
        conversation: { id: 'a:1', tenantId: foreignTenant },
        channelData: { tenant: { id: foreignTenant } },
      },
      status: 403,
      says: elsewhere,
    },
    {
      ...bearer('two tenants at once', () => good()),
      activity: { channelData: { tenant: { id: foreignTenant } } },
      status: 403,
      says: elsewhere,
    },
    {
      ...bearer('somebody of a foreign tenant in a shared channel', () => good()),
      activity: {
        from: { id: '29:guest', name: 'Ada', aadObjectId: ada.id, tenantId: foreignTenant },
      },
      status: 403,
      says: elsewhere,
    },
    {
      ...bearer('no tenant', () => good()),
      activity: { conversation: { id: 'a:1' }, channelData: {} },
      status: 403,
      says: elsewhere,
    },
  ];

  async function send(row: Pick<Row, 'authorization' | 'activity'>) {
    const authorization = row.authorization();
    const before = turns;
    const response = await fetch(running.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify({ ...messageActivity({ text: 'rdp to web-01', serviceUrl }), ...row.activity }),
    });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body, turns: turns - before };
  }

  for (const row of table) {
    const { what, status, says = 'This is for the Bot Framework only.' } = row;
    it(`${status === 200 ? 'takes' : `refuses with ${status}`}: ${what}`, async () => {
      const expected = status === 200 ? { body: undefined, turns: 1 } : { body: { error: says }, turns: 0 };
      assert.deepEqual(await send(row), { status, ...expected });
    });
  }

  it('takes one token for many activities, as Teams sends them', async () => {
    const authorization = `Bearer ${good()}`;
    const sent = [
      await send({ authorization: () => authorization }),
      await send({ authorization: () => authorization }),
    ];
    assert.deepEqual(
      sent.map((each) => [each.status, each.turns]),
      [
        [200, 1],
        [200, 1],
      ],
    );
  });

  it('reads no body of who brings no token that could do', async () => {
    const response = await fetch(running.url, { method: 'POST', body: 'no activity at all' });
    assert.equal(response.status, 401);
  });

  it('lets nobody make the SDK remember issuers', async () => {
    const known = [emulatorParameters.issuer].flat().length;
    for (let number = 10; number < 30; number++) {
      const tid = `0ddba11a-0000-4000-8000-0000000000${number}`;
      await send({
        authorization: () => `Bearer ${fromEntra({ iss: `https://sts.windows.net/${tid}/`, tid })}`,
      });
    }
    assert.equal([emulatorParameters.issuer].flat().length, known);
  });

  it('says 500 and nothing more when the signing keys cannot be fetched', async () => {
    const adapter = issuers.adapterOn('http://127.0.0.1:1/unreachable');
    const cut = await runBot(async () => assert.fail('had a turn'), { adapter });
    try {
      const response = await fetch(cut.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${good()}` },
        body: JSON.stringify(messageActivity({ text: 'hi', serviceUrl })),
      });
      assert.deepEqual(
        { status: response.status, body: await response.json() },
        { status: 500, body: { error: 'Something went wrong here. The log of the bot says what.' } },
      );
    } finally {
      await cut.stop();
    }
  });
});
