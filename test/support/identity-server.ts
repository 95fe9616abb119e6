// Publishes signing keys as Microsoft's issuers do: OpenID metadata that leads to a list of keys, over real HTTP.
import { createServer } from 'node:http';
import type { SigningKey } from './token-maker.ts';

export interface IdentityServer {
  /** The metadata of the issuer with this name. */
  metadataOf(issuer: string): string;
  /** Requests so far, such as `GET /channel/keys`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** @param issuers by name, the keys that each publishes. Listens on 127.0.0.1. Close it. */
export async function startIdentityServer(
  issuers: Readonly<Record<string, readonly SigningKey[]>>,
): Promise<IdentityServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [, issuer = '', part] = (request.url ?? '').split('/');
    const keys = issuers[issuer]?.map(({ published }) => published);
    response.statusCode = keys === undefined ? 404 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(part === 'keys' ? { keys } : { jwks_uri: `${url}/${issuer}/keys` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  return {
    asked,
    metadataOf: (issuer) => `${url}/${issuer}/metadata`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
