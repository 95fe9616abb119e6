// How often an address may come to /api/messages without a token that is good: over real HTTP, by the real adapter.
import assert from 'node:assert/strict';
import { createRateLimit } from '../src/access/rate-limit.ts';
import { createServer } from '../src/server.ts';
import { consoleToLog } from '../src/teams/console-to-log.ts';
import { createVisits } from '../src/web/visits.ts';
import { keptLog } from './support/kept-log.ts';
import { messageActivity } from './support/teams-activities.ts';
import { signedToken } from './support/token-maker.ts';
import { appId, startTrustedIssuers, type TrustedIssuers } from './support/trusted-issuers.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';

describe('an address without a good token', () => {
  let issuers: TrustedIssuers;
  let server: ReturnType<typeof createServer>;
  let url: string;
  let turns = 0;
  let clock = 0;
  const log = keptLog();

  let giveConsoleBack: () => void;

  before(async () => {
    giveConsoleBack = consoleToLog(keptLog());
    issuers = await startTrustedIssuers();
  });
  after(async () => {
    await issuers?.close();
    giveConsoleBack();
  });
  beforeEach(async () => {
    turns = 0;
    clock = 0;
    const limit = createRateLimit({ most: 3, seconds: 60 }, () => clock);
    server = createServer({
      adapter: issuers.adapter,
      onTurn: async () => void turns++,
      ready: async () => ({ ok: true, details: [] }),
      visits: createVisits(limit, { isTrusted: () => false }),
      log,
      host: '127.0.0.1',
      port: 0,
      bodyLimitBytes: 100_000,
    });
    url = `http://127.0.0.1:${await server.listen()}`;
  });
  afterEach(() => server.close(0));

  const token = (claims: object = {}): string => {
    const exp = Math.floor(Date.now() / 1000) + 600;
    const good = { iss: issuers.channelIssuer, aud: appId, serviceurl: serviceUrl, exp };
    return `Bearer ${signedToken(issuers.channelKey, { ...good, ...claims })}`;
  };
  const send = async (authorization?: string) => {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      body: JSON.stringify(messageActivity({ text: 'help', serviceUrl })),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  };

  it('says 429 with the time to wait to an address that brings no good token too often', async () => {
    const seen = [await send(), await send('Bearer abc'), await send(token({ exp: 1 }))];
    assert.deepEqual(
      seen.map(({ status }) => status),
      [401, 401, 401],
    );
    clock = 20_000;
    assert.deepEqual(await send(token({ exp: 1 })), {
      status: 429,
      retryAfter: '40',
      text: '{"error":"Too many requests without a token of the Bot Framework came from this address."}',
    });
    clock = 60_000;
    assert.equal((await send()).status, 401);
    assert.equal(turns, 0);
  });

  it('lets a good token through from an address that is out of visits', async () => {
    for (let each = 0; each < 5; each++) await send();
    assert.deepEqual([(await send()).status, (await send(token())).status, turns], [429, 200, 1]);
  });

  it('counts no request that brings a good one', async () => {
    for (let each = 0; each < 5; each++) await send(token());
    assert.deepEqual([(await send()).status, turns], [401, 5]);
  });

  it('never leaves the health checks without an answer', async () => {
    for (let each = 0; each < 5; each++) await send();
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
  });

  it('writes no line for each refusal once there are too many', async () => {
    const before = log.lines.length;
    for (let each = 0; each < 9; each++) await send();
    // Three refused, and the first that is told to wait.
    assert.equal(log.lines.length - before, 4);
  });
});
