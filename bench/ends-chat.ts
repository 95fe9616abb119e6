// A Teams connector that takes everything at once, and remembers when what came.
import { once } from 'node:events';
import { createServer } from 'node:http';

export interface Chat {
  readonly url: string;
  /** When each text (not a card) was posted, in milliseconds since 1970. */
  notices(): readonly number[];
  /** When each post or update came. */
  all(): readonly number[];
  close(): Promise<void>;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startCountingChat(): Promise<Chat> {
  const notices: number[] = [];
  const all: number[] = [];
  const server = createServer((request, response) => {
    const at = Date.now();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'POST' || request.method === 'PUT') {
        all.push(at);
        if (!Buffer.concat(chunks).includes('vnd.microsoft.card.adaptive')) notices.push(at);
      }
      response.writeHead(201, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `message-${all.length}`, members: [] }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The chat has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    notices: () => notices,
    all: () => all,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
