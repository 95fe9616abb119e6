// A stand-in for the Bot Framework's token service over real HTTP: keeps one token a person, and can be away.
// Paths and answers as in botframework-connector 4.23 (lib/tokenApi/operations).
import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';

export interface TokenServiceFake {
  readonly url: string;
  /** Every call, `METHOD path`. */
  readonly calls: readonly string[];
  /** @param account Teams' id of who signed in. @param oid whose account they signed in with. @returns the token */
  signIn(account: string, oid: string): string;
  /** What Teams would hand on for single sign-on; traded for a token once. */
  offer(oid: string): string;
  has(account: string): boolean;
  /** How many of the next calls are answered with 503. */
  failNext(count: number): void;
  close(): Promise<void>;
}

/** A token as Entra makes them for Azure, but for its signature. `mark` makes it unlike any other text. */
export const tokenOf = (oid: string, tid = '5b0c6e1a-2f4d-4c8b-9a53-0d9a2f6d1c01', mark = 'S3CRETMARK') =>
  ['{"alg":"none"}', JSON.stringify({ aud: 'https://management.azure.com', oid, tid }), mark]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

const exchangeBody = z.object({ token: z.string() });

/** Starts one on a free port of 127.0.0.1. Close it. @param connection the only one it knows */
export async function startTokenService(connection: string): Promise<TokenServiceFake> {
  const calls: string[] = [];
  const kept = new Map<string, string>();
  const offers = new Map<string, string>();
  let failing = 0;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    calls.push(`${request.method} ${url.pathname}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const answer = (status: number, body?: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (failing > 0) {
      failing -= 1;
      return answer(503, { error: { code: 'ServiceUnavailable', message: 'away' } });
    }
    const account = url.searchParams.get('userId') ?? '';
    if (url.pathname === '/api/botsignin/GetSignInResource')
      return answer(200, {
        signInLink: 'https://token.example.com/signin',
        tokenExchangeResource: { id: 'exchange-1', uri: 'api://botid-x', providerId: 'p' },
      });
    if (
      url.searchParams.get('connectionName') !== connection ||
      url.searchParams.get('channelId') !== 'msteams'
    )
      return answer(400, { error: { code: 'BadArgument', message: 'unknown connection or channel' } });
    const token = () =>
      kept.has(account) ? { connectionName: connection, token: kept.get(account) } : undefined;
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /api/usertoken/GetToken':
        return token() === undefined ? answer(404) : answer(200, token());
      case 'DELETE /api/usertoken/SignOut':
        kept.delete(account);
        return answer(204);
      case 'POST /api/usertoken/exchange': {
        const offered = exchangeBody.parse(JSON.parse(Buffer.concat(chunks).toString('utf8'))).token;
        const oid = offers.get(offered);
        if (oid === undefined) return answer(404);
        offers.delete(offered);
        kept.set(account, tokenOf(oid));
        return answer(200, token());
      }
    }
    answer(405);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    signIn(account, oid) {
      const token = tokenOf(oid);
      kept.set(account, token);
      return token;
    },
    offer(oid) {
      const offered = `offered-${offers.size}-${oid}`;
      offers.set(offered, oid);
      return offered;
    },
    has: (account) => kept.has(account),
    failNext: (count) => {
      failing = count;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
