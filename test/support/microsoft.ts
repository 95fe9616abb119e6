// Microsoft as the bot's process meets it, on loopback: over TLS by its real names, with keys, tokens and services behind them.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from './certificate.ts';
import { microsoftHosts } from './microsoft-hosts.ts';
import type { SigningKey } from './token-maker.ts';

export interface Microsoft {
  /** Settings that lead a process here. */
  readonly variables: Readonly<Record<string, string>>;
  /** Every token it has given to the bot. */
  readonly issued: readonly string[];
  /** Calls to services that brought a token meant for them, such as `smba.trafficmanager.net POST`. */
  readonly admitted: readonly string[];
  /** The same of calls that did not: each was answered 401. */
  readonly turnedAway: readonly string[];
  close(): Promise<void>;
}

export interface MicrosoftParts {
  /** Published as the Bot Framework's. */
  readonly channelKeys: readonly SigningKey[];
  /** Client secrets by client id. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Where a host's calls go, such as `http://127.0.0.1:3979`; asked at each call. */
  readonly behind: (host: string) => string | undefined;
}

/** Whom a token for a service has to be asked for. */
const scopes: Readonly<Record<string, string>> = {
  'smba.trafficmanager.net': 'https://api.botframework.com/.default',
  'management.azure.com': 'https://management.azure.com/.default',
  'graph.microsoft.com': 'https://graph.microsoft.com/.default',
};

/** Listens on 127.0.0.1. Close it. */
export async function startMicrosoft({ channelKeys, secrets, behind }: MicrosoftParts): Promise<Microsoft> {
  const { cert, key } = certificateFor(microsoftHosts);
  const issued = new Map<string, string>();
  const admitted: string[] = [];
  const turnedAway: string[] = [];

  const server = createServer({ cert, key }, (request, response) => {
    const host = request.headers.host ?? '';
    if (host === 'login.botframework.com') return json(response, 200, channelAnswer(request.url));
    if (host === 'login.microsoftonline.com') return void signIn(request, response);
    const scope = issued.get((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const call = `${host} ${request.method}`;
    if (scope === undefined || scope !== scopes[host]) {
      turnedAway.push(call);
      return json(response, 401, { error: { code: 'Unauthorized', message: 'The token is not for this.' } });
    }
    admitted.push(call);
    passOn(request, response, behind(host) ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const folder = await mkdtemp(join(tmpdir(), 'jit-microsoft-'));
  const certFile = join(folder, 'cert.pem');
  await writeFile(certFile, cert);

  const channelAnswer = (path = ''): unknown =>
    path.endsWith('/keys')
      ? { keys: channelKeys.map(({ published }) => published) }
      : { jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' };

  /** What MSAL asks: which authority this is, where its tokens are, and a token for a client with its secret. */
  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'https://login.microsoftonline.com');
    const [, tenant = ''] = pathname.split('/');
    const authority = `https://login.microsoftonline.com/${tenant}`;
    if (request.method === 'GET')
      return json(response, 200, {
        token_endpoint: `${authority}/oauth2/v2.0/token`,
        authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
        issuer: `${authority}/v2.0`,
        jwks_uri: `${authority}/discovery/v2.0/keys`,
        tenant_discovery_endpoint: `${authority}/v2.0/.well-known/openid-configuration`,
        metadata: [],
      });
    const form = new URLSearchParams(await textOf(request));
    const scope = (form.get('scope') ?? '').split(' ')[0] ?? '';
    if (secrets[form.get('client_id') ?? ''] !== form.get('client_secret'))
      return json(response, 401, {
        error: 'invalid_client',
        error_description: 'AADSTS7000215: no such secret',
      });
    const token = `issued-${randomBytes(24).toString('base64url')}`;
    issued.set(token, scope);
    json(response, 200, {
      token_type: 'Bearer',
      expires_in: 3600,
      ext_expires_in: 3600,
      access_token: token,
    });
  }

  return {
    variables: {
      NODE_OPTIONS: `--import ${new URL('./microsoft-on-loopback.ts', import.meta.url).href}`,
      NODE_EXTRA_CA_CERTS: certFile,
      TEST_MICROSOFT_PORT: String(typeof address === 'object' ? address?.port : 0),
    },
    get issued() {
      return [...issued.keys()];
    },
    admitted,
    turnedAway,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, target: string): void {
  // Teams' service URL has a path of its own before the connector's.
  const path = (incoming.url ?? '/').replace(/^\/emea\//, '/');
  const toChat = incoming.headers.host === 'smba.trafficmanager.net';
  const headers = toChat ? { ...incoming.headers, host: new URL(target).host } : incoming.headers;
  const passed = httpRequest(`${target}${path}`, { method: incoming.method ?? 'GET', headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  passed.on('error', () => outgoing.destroy());
  incoming.pipe(passed);
}

/** Not by `writeHead`: restify replaces that one for the whole process. */
function json(response: ServerResponse, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
