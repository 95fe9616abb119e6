// Tokens for the database: the real @azure/identity, asking a local endpoint for managed identities.
import assert from 'node:assert/strict';
import { createDatabaseSignIn } from '../../src/azure/database-sign-in.ts';
import { type IdentityEndpoint, startIdentityEndpoint } from '../support/identity-endpoint.ts';

const noToken = /no token of Microsoft Entra.*managed identity is assigned.*AZURE_CLIENT_ID.*az login/;

describe('Signing in to the database with a managed identity', function () {
  this.timeout(60_000);
  const environment = { ...process.env };
  // One for all: the SDK remembers for the whole process where it asks.
  let endpoint: IdentityEndpoint;
  let token: () => Promise<string>;
  before(async () => {
    endpoint = await startIdentityEndpoint(() => token());
    Object.assign(process.env, endpoint.variables);
    // Loading it counts against the first token's time.
    await import('@azure/identity');
  });
  after(async () => {
    for (const name of Object.keys(endpoint.variables)) delete process.env[name];
    Object.assign(process.env, environment);
    await endpoint.close();
  });

  for (const [cloud, resource] of [
    ['public', 'https://ossrdbms-aad.database.windows.net'],
    ['usgovernment', 'https://ossrdbms-aad.database.usgovcloudapi.net'],
    ['china', 'https://ossrdbms-aad.database.chinacloudapi.cn'],
  ] as const)
    it(`asks for a token for the databases of ${cloud}`, async () => {
      token = async () => `for ${cloud}`;
      assert.equal(await createDatabaseSignIn({ cloud })(), `for ${cloud}`);
      assert.equal(endpoint.resources.at(-1), resource);
    });

  it('asks again where the last token is about to end', async () => {
    let made = 0;
    token = async () => {
      made += 1;
      return `token ${made}`;
    };
    const signIn = createDatabaseSignIn({ cloud: 'public' });
    assert.deepEqual([await signIn(), await signIn()], ['token 1', 'token 2']);
  });

  it('says what to look at where Azure gives none', async () => {
    token = () => Promise.reject(new Error('no such identity'));
    await assert.rejects(createDatabaseSignIn({ cloud: 'public' })(), {
      name: 'Fault',
      code: 'unavailable',
      message: noToken,
    });
  });

  it('says so in time where nobody answers', async () => {
    token = () => new Promise(() => {});
    await assert.rejects(createDatabaseSignIn({ cloud: 'public', patienceMilliseconds: 50 })(), {
      code: 'unavailable',
      message: noToken,
    });
  });

  it('sends nothing of worth to a database of the local world', async () => {
    const asked = endpoint.resources.length;
    const signIn = createDatabaseSignIn({ cloud: 'public', armEndpoint: 'http://127.0.0.1:3979' });
    assert.equal(await signIn(), 'local-development');
    assert.equal(endpoint.resources.length, asked);
  });
});
