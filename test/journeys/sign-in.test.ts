// Azure is asked in the requester's own name: with the real process, and the token service over real HTTP. And in the bot's, where that is off.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA, BOT, type ChatPerson, GRACE, TENANT_ID } from '../../sandbox/chat/people.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { startTokenService, type TokenServiceFake } from '../support/token-service.ts';
import { until } from '../support/until.ts';

const connection = 'azure';
const initiator = [{ actions: ['Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action'] }];
const sentence = 'rdp to web-01 for 5m from 203.0.113.7';

describe('asking Azure in the requester’s name', function () {
  this.timeout(180_000);
  let tokens: TokenServiceFake;
  let world: LocalWorld;
  let folder: string;
  let policy: string;
  const usualPolicy = readFileSync(new URL('../../sandbox/access-policy.yaml', import.meta.url), 'utf8');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-sign-in-'));
    policy = join(folder, 'access-policy.yaml');
    await writeFile(policy, usualPolicy);
    tokens = await startTokenService(connection);
    world = await startLocalWorld({
      variables: { OAUTH_CONNECTION: connection, TOKEN_SERVICE_URL: tokens.url, ACCESS_POLICY: policy },
      azure: { ruleAppearsAfterMs: 500 },
    });
    world.azure.assignTo(ADA.id, initiator);
  });
  afterEach(async () => {
    await world.stop();
    await tokens.close();
    await rm(folder, { recursive: true, force: true });
  });

  const asked = () => world.azure.requests().map(({ by, accepted }) => ({ by, accepted }));
  const status = (word: string) => until(() => world.status() === word, 60);
  const saidToAda = (words: RegExp) => until(() => world.said().some((text) => words.test(text)), 60);

  /** What Teams sends when somebody signs in. */
  async function invoke(name: string, value: object, person: ChatPerson = ADA) {
    const response = await fetch(world.bot().messagesUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'invoke',
        name,
        value,
        id: `f:${name}`,
        channelId: 'msteams',
        serviceUrl: `${world.chat.url}/`,
        from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
        recipient: BOT,
        conversation: { id: personalChatId(person), conversationType: 'personal', tenantId: TENANT_ID },
        channelData: { tenant: { id: TENANT_ID } },
      }),
    });
    return response.status;
  }
  const exchange = (token: string) =>
    invoke('signin/tokenExchange', { id: 'exchange-1', connectionName: connection, token });

  /** Everything that the bot has written down or said, as one text. */
  function everything(): string {
    const files = readdirSync(world.dataDir, { recursive: true, encoding: 'utf8' })
      .map((name) => join(world.dataDir, name))
      // The database goes on working: a file may be gone by now.
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
      .map((path) => (existsSync(path) ? readFileSync(path, 'latin1') : ''));
    return [world.bot().output(), ...world.said(), ...files].join('\n');
  }

  it('opens with their token, and with it does nothing else; the token is kept nowhere', async () => {
    const token = tokens.signIn(ADA.teamsId, ADA.id);
    await request(world, sentence);
    await status('Ready');
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: true }]);
    assert.deepEqual(world.azure.strays(), []);
    for (const part of [token, token.split('.')[2] ?? '', 'S3CRETMARK'])
      assert.equal(everything().includes(part), false);
  });

  it('asks them to sign in, opens nothing meanwhile, is not forgotten by a killed bot, and goes on when they did', async () => {
    await request(world, sentence);
    await status('Sign in first');
    await saidToAda(/^Please sign in/);
    await world.kill();
    await world.restart();
    assert.deepEqual(asked(), []);
    assert.equal(await exchange('nonsense'), 412);
    assert.equal(await exchange(tokens.offer(ADA.id)), 200);
    await status('Ready');
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: true }]);
  });

  it('opens nothing that the access policy has stopped allowing while they signed in', async () => {
    await request(world, sentence);
    await status('Sign in first');
    const freeze = 'rules:\n  - name: freeze\n    decision: refused\n';
    await writeFile(policy, usualPolicy.replace(/^rules:\n/m, freeze));
    // An approval is as good as new for a minute.
    await new Promise((resolve) => setTimeout(resolve, 61_000));
    assert.equal(await exchange(tokens.offer(ADA.id)), 200);
    await status('Failed');
    await saidToAda(/the access policy had stopped allowing it/);
    assert.deepEqual(asked(), []);
  });

  it('takes a sign-in in a window, too, and no other connection', async () => {
    await request(world, sentence);
    await status('Sign in first');
    assert.equal(await invoke('signin/verifyState', { state: '123456' }), 404);
    assert.equal(
      await invoke('signin/tokenExchange', { id: 'x', connectionName: 'other', token: tokens.offer(ADA.id) }),
      412,
    );
    assert.deepEqual(asked(), []);
    tokens.signIn(ADA.teamsId, ADA.id);
    assert.equal(await invoke('signin/verifyState', { state: '123456' }), 200);
    await status('Ready');
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: true }]);
  });

  it('never acts with a token that is somebody else’s: it is thrown away, and they are told', async () => {
    world.azure.assignTo(GRACE.id, initiator);
    tokens.signIn(ADA.teamsId, GRACE.id);
    await request(world, sentence);
    await status('Sign in first');
    assert.equal(tokens.has(ADA.teamsId), false);
    assert.equal(await exchange(tokens.offer(GRACE.id)), 412);
    await saidToAda(/signed in as somebody else/);
    assert.deepEqual([asked(), tokens.has(ADA.teamsId)], [[], false]);
    assert.equal(await exchange(tokens.offer(ADA.id)), 200);
    await status('Ready');
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: true }]);
  });

  it('says which right they lack in Azure, and opens nothing', async () => {
    world.azure.assignTo(ADA.id, []);
    tokens.signIn(ADA.teamsId, ADA.id);
    await request(world, sentence);
    await saidToAda(
      /requester lacks the right Microsoft\.Security\/locations\/jitNetworkAccessPolicies\/initiate\/action.*give you this right/s,
    );
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: false }]);
    assert.equal(everything().includes('S3CRETMARK'), false);
  });

  it('waits for a token service that is away, and never takes the bot’s own name instead', async () => {
    tokens.signIn(ADA.teamsId, ADA.id);
    tokens.failNext(12);
    await request(world, sentence);
    await until(() => tokens.calls.length > 0, 60);
    assert.deepEqual(asked(), []);
    tokens.failNext(0);
    await status('Ready');
    assert.deepEqual(asked(), [{ by: ADA.id, accepted: true }]);
  });
});

describe('asking Azure where signing in is off', function () {
  this.timeout(60_000);

  it('is done in the bot’s name, and sign-ins are nobody’s business', async () => {
    const world = await startLocalWorld({ azure: { ruleAppearsAfterMs: 500 } });
    try {
      await request(world, sentence);
      await until(() => world.status() === 'Ready', 60);
      assert.deepEqual(
        world.azure.requests().map(({ by }) => by),
        [undefined],
      );
    } finally {
      await world.stop();
    }
  });
});
