// Connector clients are shared, signed afresh, and reused over kept connections.
import assert from 'node:assert/strict';
import { HttpHeaders } from 'botbuilder-stdlib/lib/azureCoreHttpCompat.js';
import { ConnectorClient } from 'botframework-connector';
import { NotAdmitted } from '../../src/teams/admission.ts';
import { type ConnectorFactory, createConnectors } from '../../src/teams/connector.ts';
import { runBot } from '../support/running-bot.ts';

const inPublic = { kind: 'microsoft', cloud: 'public' } as const;
const outgoing = {
  tryMilliseconds: 5000,
  tries: 3,
  waitMilliseconds: 9000,
  pause: async () => {},
  random: () => 0,
};
const europe = 'https://smba.trafficmanager.net/emea/';
const america = 'https://smba.trafficmanager.net/amer/';

/** A factory of real clients whose wire ends here, with credentials that hand out a new token each time. */
function countingFactory(statuses: readonly number[] = []) {
  const left = [...statuses];
  const made: string[] = [];
  const authorizations: (string | undefined)[] = [];
  let tokens = 0;
  const factory: ConnectorFactory = {
    async create(baseUri, audience) {
      made.push(`${baseUri} for ${audience}`);
      return new ConnectorClient(
        {
          async signRequest(request) {
            request.headers.set('Authorization', `Bearer token-${++tokens}`);
            return request;
          },
        },
        {
          baseUri,
          requestPolicyFactories: [],
          httpClient: {
            async sendRequest(request) {
              authorizations.push(request.headers.get('authorization'));
              return {
                request,
                status: left.shift() ?? 201,
                headers: new HttpHeaders(),
                bodyAsText: '{"id":"1"}',
              };
            },
          },
        },
      );
    },
  };
  return { factory, made, authorizations };
}

describe('connector clients', () => {
  it('are made once per service URL and audience', async () => {
    const { factory, made } = countingFactory();
    const connectors = createConnectors(inPublic, outgoing);
    const [first, second, other] = await Promise.all([
      connectors.through(factory).create(europe, 'teams'),
      connectors.through(factory).create(europe, 'teams'),
      connectors.through(factory).create(america, 'teams'),
    ]);
    assert.deepEqual(
      { shared: first === second, others: first === other, made },
      { shared: true, others: false, made: [`${europe} for teams`, `${america} for teams`] },
    );
  });

  it('are made anew after making one failed', async () => {
    const { factory, made } = countingFactory();
    const connectors = createConnectors(inPublic, outgoing);
    const failing: ConnectorFactory = { create: async () => Promise.reject(new Error('no credentials yet')) };
    await assert.rejects(connectors.through(failing).create(europe), /no credentials yet/);
    await connectors.through(factory).create(europe);
    assert.equal(made.length, 1);
  });

  it('are bounded in number, and then made anew', async () => {
    const { factory, made } = countingFactory();
    const connectors = createConnectors(inPublic, outgoing).through(factory);
    await connectors.create(europe);
    for (let other = 0; other < 100; other++) await connectors.create(`${america}${other}/`);
    await connectors.create(europe);
    assert.equal(made.length, 102);
  });

  it('ask for a token with every try, so that none is used past its end', async () => {
    const { factory, authorizations } = countingFactory([503, 201, 201]);
    const client = await createConnectors(inPublic, outgoing).through(factory).create(europe);
    await client.conversations.sendToConversation('a:1', { type: 'message' });
    await client.conversations.sendToConversation('a:1', { type: 'message' });
    assert.deepEqual(authorizations, ['Bearer token-1', 'Bearer token-2', 'Bearer token-3']);
  });

  it('are refused for a service URL outside the list, before one is made', async () => {
    const { factory, made } = countingFactory();
    const connectors = createConnectors(inPublic, outgoing).through(factory);
    await assert.rejects(connectors.create('https://evil.example/'), NotAdmitted);
    assert.deepEqual(made, []);
  });

  it('keep their connection from turn to turn', async () => {
    const bot = await runBot(async (context) => void (await context.sendActivity('hello')));
    try {
      await bot.teams.say(bot.url, { text: 'one' });
      await bot.teams.say(bot.url, { text: 'two' });
      assert.deepEqual(
        { sent: bot.teams.sent.length, connections: bot.teams.connections },
        { sent: 2, connections: 1 },
      );
    } finally {
      await bot.stop();
    }
  });
});
