// What hands out a managed identity's tokens in Container Apps and App Service: the protocol of its local endpoint
// (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface IdentityEndpoint {
  /** Environment of a process that runs there with this identity. */
  readonly variables: Readonly<Record<string, string>>;
  /** Which resources tokens were asked for, oldest first. */
  readonly resources: readonly string[];
  close(): Promise<void>;
}

const clientId = '11111111-2222-3333-4444-555555555555';
const secretHeader = 'a header that only the process on this machine knows';

/** @param token makes one; each ends so soon that nobody keeps it. Where it fails, so does the endpoint. */
export async function startIdentityEndpoint(token: () => Promise<string>): Promise<IdentityEndpoint> {
  const resources: string[] = [];
  const server = createServer(async (request, response) => {
    resources.push(resourceIn(request));
    response.setHeader('content-type', 'application/json');
    try {
      const soon = Math.floor(Date.now() / 1000) + 60;
      response.end(
        JSON.stringify({ access_token: await token(), expires_on: String(soon), token_type: 'Bearer' }),
      );
    } catch {
      response.statusCode = 400;
      response.end(JSON.stringify({ statusCode: 400, message: 'No User Assigned identity found' }));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    variables: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`,
      IDENTITY_HEADER: secretHeader,
      AZURE_CLIENT_ID: clientId,
      AZURE_TOKEN_CREDENTIALS: 'prod',
    },
    resources,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A question of another identity's, or without the header, is refused by Azure, too. */
function resourceIn({ url = '', headers }: IncomingMessage): string {
  const { searchParams } = new URL(url, 'http://identity');
  const known = headers['x-identity-header'] === secretHeader && searchParams.get('client_id') === clientId;
  return known ? (searchParams.get('resource') ?? '') : 'refused';
}
