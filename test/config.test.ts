// Settings: what is refused at start, and that every mistake is named at once.
import assert from 'node:assert/strict';
import { ConfigError, readConfig } from '../src/config.ts';

const id = '11111111-2222-3333-4444-555555555555';
const identity = { MicrosoftAppId: id, MicrosoftAppTenantId: id, MicrosoftAppPassword: 'secret' };

function mistakes(variables: Record<string, string>): string {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
}

describe('settings', () => {
  it('has defaults for everything but the identity', () => {
    assert.deepEqual(readConfig({ LOCAL_MODE: '1', HOST: '' }), {
      host: '127.0.0.1',
      port: 3978,
      publicUrl: undefined,
      trustedProxies: [],
      clientAddressHeader: undefined,
      identity: undefined,
      signIn: undefined,
      azure: { cloud: 'public', armEndpoint: undefined, subscriptions: undefined, refreshSeconds: 300 },
      accessPolicyFile: './access-policy.yaml',
      directory: { kind: 'off' },
      databaseUrl: undefined,
      databaseSignIn: 'password',
      dataDir: './data',
      admins: [],
      language: 'en',
      messagesPerSecond: 30,
      turnsPerPerson: 30,
      visitsPerAddress: 300,
      openTimeoutSeconds: 180,
      closeGraceSeconds: 300,
      warnSeconds: 600,
      watchSeconds: 60,
      revoke: 'off',
      setup: false,
      driftSeconds: 900,
      telemetry: { metrics: undefined, otlpEndpoint: undefined, azureMonitor: undefined },
      logLevel: 'info',
    });
  });

  it('takes a bot identity and then listens for the world', () => {
    const config = readConfig({ ...identity, JIT_ADMINS: ` ${id.toUpperCase()} ,` });
    assert.deepEqual(
      [config.host, config.identity, config.admins],
      ['0.0.0.0', { appId: id, appType: 'SingleTenant', tenantId: id, appPassword: 'secret' }, [id]],
    );
  });

  it('takes an access policy and groups from Microsoft Graph', () => {
    const variables = { ...identity, ACCESS_POLICY: '/etc/jit/policy.yaml', ENTRA_GROUPS: 'graph' };
    assert.deepEqual(readConfig(variables).accessPolicyFile, '/etc/jit/policy.yaml');
    assert.deepEqual(readConfig(variables).directory, {
      kind: 'graph',
      endpoint: undefined,
      cacheSeconds: 120,
    });
    const more = { GRAPH_ENDPOINT: 'http://127.0.0.1:3979', GROUPS_CACHE_SECONDS: '5' };
    assert.deepEqual(readConfig({ ...variables, ...more }).directory, {
      kind: 'graph',
      endpoint: 'http://127.0.0.1:3979',
      cacheSeconds: 5,
    });
  });

  it('takes a public URL, and proxies to believe', () => {
    const { publicUrl, trustedProxies, clientAddressHeader } = readConfig({
      ...identity,
      PUBLIC_URL: 'https://it.example.com/jit/',
      TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::/32,,192.0.2.1',
      CLIENT_ADDRESS_HEADER: 'X-Azure-SocketIP',
    });
    assert.deepEqual(
      { publicUrl, trustedProxies, clientAddressHeader },
      {
        publicUrl: 'https://it.example.com/jit',
        trustedProxies: ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1'],
        clientAddressHeader: 'X-Azure-SocketIP',
      },
    );
  });

  it('takes plain http for a public URL on this machine', () => {
    for (const url of ['http://127.0.0.1:3981', 'http://localhost:3981', 'http://[::1]:3981'])
      assert.equal(readConfig({ LOCAL_MODE: '1', PUBLIC_URL: `${url}/` }).publicUrl, url);
  });

  it('takes how grants are warned of, watched and ended', () => {
    const set = { ...identity, WARN_SECONDS: '120', WATCH_SECONDS: '5', REVOKE: 'delete-rule' };
    const { warnSeconds, watchSeconds, revoke } = readConfig(set);
    assert.deepEqual([warnSeconds, watchSeconds, revoke], [120, 5, 'delete-rule']);
  });

  it('takes how many messages a second the tenant allows the bot', () => {
    assert.equal(readConfig({ ...identity, TEAMS_MESSAGES_PER_SECOND: '50' }).messagesPerSecond, 50);
  });

  it('takes an OAuth connection, which asks Azure in people’s own names', () => {
    assert.deepEqual(readConfig({ ...identity, OAUTH_CONNECTION: 'azure' }).signIn, {
      connection: 'azure',
      tokenServiceUrl: undefined,
    });
    const here = { OAUTH_CONNECTION: 'azure', TOKEN_SERVICE_URL: 'http://127.0.0.1:1' };
    assert.equal(readConfig({ LOCAL_MODE: '1', ...here }).signIn?.tokenServiceUrl, 'http://127.0.0.1:1');
  });

  it('takes who is told of metrics and traces', () => {
    const connection =
      'InstrumentationKey=1;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/';
    const { telemetry } = readConfig({
      ...identity,
      METRICS_PORT: '9464',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com:4318',
      APPLICATIONINSIGHTS_CONNECTION_STRING: connection,
    });
    assert.deepEqual(telemetry, {
      metrics: { host: '127.0.0.1', port: 9464 },
      otlpEndpoint: 'https://collector.example.com:4318',
      azureMonitor: connection,
    });
    const elsewhere = readConfig({ ...identity, METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' });
    assert.deepEqual(elsewhere.telemetry.metrics, { host: '0.0.0.0', port: 9464 });
  });

  const refused: readonly [situation: string, variables: Record<string, string>, says: RegExp][] = [
    ['no identity and no local mode', {}, /MicrosoftAppId: is missing.*LOCAL_MODE=1/],
    ['local mode that is not exactly 1', { LOCAL_MODE: 'true' }, /LOCAL_MODE: must be 1 or 0/],
    [
      'local mode beyond loopback',
      { LOCAL_MODE: '1', HOST: '0.0.0.0' },
      /HOST: must be 127.0.0.1 in local mode/,
    ],
    [
      'local mode with an identity',
      { LOCAL_MODE: '1', ...identity },
      /LOCAL_MODE: cannot be 1 together with/,
    ],
    [
      'an identity without its tenant',
      { MicrosoftAppId: id, MicrosoftAppPassword: 's' },
      /MicrosoftAppTenantId: is missing/,
    ],
    [
      'a single tenant without a password',
      { MicrosoftAppId: id, MicrosoftAppTenantId: id },
      /MicrosoftAppPassword: is missing/,
    ],
    [
      'a multi-tenant bot',
      { ...identity, MicrosoftAppType: 'MultiTenant' },
      /MicrosoftAppType: must be SingleTenant/,
    ],
    [
      'plain http to a foreign ARM',
      { ...identity, AZURE_ARM_ENDPOINT: 'http://10.0.0.1:80' },
      /plain http only/,
    ],
    [
      'plain http to a foreign Graph',
      { ...identity, GRAPH_ENDPOINT: 'http://10.0.0.1' },
      /GRAPH_ENDPOINT: may/,
    ],
    [
      'a Graph that is no URL',
      { ...identity, GRAPH_ENDPOINT: 'graph' },
      /such as https:..graph.microsoft.com/,
    ],
    [
      'people’s tokens over plain http',
      { ...identity, OAUTH_CONNECTION: 'azure', AZURE_ARM_ENDPOINT: 'http://127.0.0.1:3979' },
      /AZURE_ARM_ENDPOINT: must be https with OAUTH_CONNECTION/,
    ],
    [
      'people’s tokens in local mode',
      { LOCAL_MODE: '1', OAUTH_CONNECTION: 'azure' },
      /OAUTH_CONNECTION: needs a TOKEN_SERVICE_URL on this machine/,
    ],
    [
      'a token service without a connection',
      { ...identity, TOKEN_SERVICE_URL: 'https://token.botframework.com' },
      /TOKEN_SERVICE_URL: is of no use/,
    ],
    [
      'a token service elsewhere over plain http',
      { ...identity, OAUTH_CONNECTION: 'azure', TOKEN_SERVICE_URL: 'http://10.0.0.1' },
      /TOKEN_SERVICE_URL: may use plain http/,
    ],
    ['a connection with a blank', { ...identity, OAUTH_CONNECTION: 'my azure' }, /OAUTH_CONNECTION: must be/],
    ['groups from elsewhere', { ...identity, ENTRA_GROUPS: 'ldap' }, /ENTRA_GROUPS: must be off or graph/],
    ['groups kept for a day', { ...identity, GROUPS_CACHE_SECONDS: '86400' }, /GROUPS_CACHE_SECONDS/],
    ['groups kept for no time', { ...identity, GROUPS_CACHE_SECONDS: '0' }, /GROUPS_CACHE_SECONDS/],
    [
      'a database that is not PostgreSQL',
      { ...identity, DATABASE_URL: 'mysql://x' },
      /DATABASE_URL: must start with postgres/,
    ],
    ['no message a second', { ...identity, TEAMS_MESSAGES_PER_SECOND: '0' }, /TEAMS_MESSAGES_PER_SECOND/],
    [
      'half a message a second',
      { ...identity, TEAMS_MESSAGES_PER_SECOND: '0.5' },
      /TEAMS_MESSAGES_PER_SECOND: must be a whole number/,
    ],
    [
      'many messages a second',
      { ...identity, TEAMS_MESSAGES_PER_SECOND: 'all' },
      /TEAMS_MESSAGES_PER_SECOND/,
    ],
    [
      'an admin who is an e-mail address',
      { ...identity, JIT_ADMINS: 'ada@example.com' },
      /JIT_ADMINS: must be a GUID/,
    ],
    [
      'a public URL without TLS',
      { ...identity, PUBLIC_URL: 'http://jit.example.com' },
      /PUBLIC_URL: may use plain/,
    ],
    [
      'a public URL that is none',
      { ...identity, PUBLIC_URL: 'jit.example.com' },
      /PUBLIC_URL: must be a URL/,
    ],
    ['a public URL of a file', { ...identity, PUBLIC_URL: 'file://localhost/x' }, /PUBLIC_URL: must be http/],
    [
      'a public URL with a query',
      { ...identity, PUBLIC_URL: 'https://jit.example.com/?a' },
      /PUBLIC_URL: must be/,
    ],
    [
      'a public URL with a user',
      { ...identity, PUBLIC_URL: 'https://u:p@jit.example.com' },
      /PUBLIC_URL: must be/,
    ],
    [
      'a public URL of elsewhere in local mode',
      { LOCAL_MODE: '1', PUBLIC_URL: 'https://jit.example.com' },
      /PUBLIC_URL: must be on this machine/,
    ],
    [
      'trust in everybody',
      { ...identity, TRUSTED_PROXIES: '10.0.0.1,0.0.0.0/0' },
      /TRUSTED_PROXIES: must be/,
    ],
    ['trust in a name', { ...identity, TRUSTED_PROXIES: 'proxy.example.com' }, /TRUSTED_PROXIES: must be/],
    [
      'a header that is believed from nobody',
      { ...identity, CLIENT_ADDRESS_HEADER: 'X-Azure-SocketIP' },
      /CLIENT_ADDRESS_HEADER: is believed only from TRUSTED_PROXIES/,
    ],
    [
      'the usual header as one of the platform',
      { ...identity, TRUSTED_PROXIES: '10.0.0.1', CLIENT_ADDRESS_HEADER: 'X-Forwarded-For' },
      /CLIENT_ADDRESS_HEADER: must be a header of the platform/,
    ],
    [
      'a header that cannot be one',
      { ...identity, TRUSTED_PROXIES: '10.0.0.1', CLIENT_ADDRESS_HEADER: 'X Client' },
      /CLIENT_ADDRESS_HEADER: must be the name of a header/,
    ],
    ['nobody’s turns', { ...identity, TURNS_PER_PERSON: '0' }, /TURNS_PER_PERSON/],
    [
      'visits in words',
      { ...identity, VISITS_PER_ADDRESS: 'few' },
      /VISITS_PER_ADDRESS: must be a whole number/,
    ],
    ['a way to revoke that is none', { ...identity, REVOKE: 'always' }, /REVOKE: must be off or delete-rule/],
    ['a warning at the last second', { ...identity, WARN_SECONDS: '9' }, /WARN_SECONDS/],
    ['a look without a pause', { ...identity, WATCH_SECONDS: '0' }, /WATCH_SECONDS/],
    [
      'metrics on the public port',
      { ...identity, PORT: '80', METRICS_PORT: '80' },
      /METRICS_PORT: must not be PORT/,
    ],
    [
      'a host for metrics that are off',
      { ...identity, METRICS_HOST: '0.0.0.0' },
      /METRICS_HOST: is of use only/,
    ],
    [
      'metrics beyond loopback in local mode',
      { LOCAL_MODE: '1', METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' },
      /METRICS_HOST: must be 127.0.0.1 in local mode/,
    ],
    [
      'a collector without TLS elsewhere',
      { ...identity, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.example.com:4318' },
      /OTEL_EXPORTER_OTLP_ENDPOINT: may use plain http only/,
    ],
    [
      'a collector elsewhere in local mode',
      { LOCAL_MODE: '1', OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example.com:4318' },
      /OTEL_EXPORTER_OTLP_ENDPOINT: must be on this machine/,
    ],
    [
      'an instrumentation key alone',
      { ...identity, APPLICATIONINSIGHTS_CONNECTION_STRING: 'e3b0c442' },
      /APPLICATIONINSIGHTS_CONNECTION_STRING: must be the connection string/,
    ],
    [
      'Azure Monitor in local mode',
      { LOCAL_MODE: '1', APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=1' },
      /APPLICATIONINSIGHTS_CONNECTION_STRING: is not used in local mode/,
    ],
    ['a timeout of nothing', { ...identity, OPEN_TIMEOUT_SECONDS: '0' }, /OPEN_TIMEOUT_SECONDS/],
  ];
  for (const [situation, variables, says] of refused)
    it(`refuses ${situation}`, () => assert.match(mistakes(variables), says));

  it('names every mistake at once', () => {
    const said = mistakes({ PORT: 'many', AZURE_CLOUD: 'mars', LOG_LEVEL: 'loud' });
    assert.deepEqual(
      ['PORT', 'AZURE_CLOUD', 'LOG_LEVEL'].filter((name) => said.includes(`- ${name}: must be`)),
      ['PORT', 'AZURE_CLOUD', 'LOG_LEVEL'],
    );
  });

  it('never repeats a secret', () => {
    assert.doesNotMatch(mistakes({ MicrosoftAppId: 'x', MicrosoftAppPassword: 'hunter2' }), /hunter2/);
  });

  it('lets a token go only by TLS, to a server that is named, and beside no password', () => {
    const at = (url: string) => mistakes({ ...identity, DATABASE_SIGN_IN: 'entra', DATABASE_URL: url });
    assert.match(mistakes({ ...identity, DATABASE_SIGN_IN: 'entra' }), /entra needs DATABASE_URL/);
    assert.match(at('postgres://bot@db.example.com/books'), /must end in \?sslmode=verify-full/);
    assert.match(
      at('postgres://bot@db.example.com/books?sslmode=require'),
      /must end in \?sslmode=verify-full/,
    );
    assert.match(at('postgres://db.example.com/books?sslmode=verify-full'), /must name the user/);
    assert.match(at('postgres://bot:key@db.example.com/books?sslmode=verify-full'), /must hold no password/);
    assert.match(
      at('postgres://bot@db.example.com/books?sslmode=verify-full&password=key'),
      /must hold no password/,
    );
    assert.equal(at('postgres://bot@db.example.com/books?sslmode=verify-full'), '');
    assert.equal(at('postgres://bot@127.0.0.1/books'), '');
  });
});
