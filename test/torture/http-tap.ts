// A proxy before an HTTP service of the local world: everything the bot asks of it goes by here.
import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { z } from 'zod';
import type { Happening, Onlooker } from './happening.ts';

export interface HttpTap {
  /** Without a slash at its end. */
  readonly url: string;
  /** Where calls go on to. */
  aim(target: string): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const portOf = z.object({ port: z.number() });

/** Starts one on 127.0.0.1. */
export async function startHttpTap(place: Happening['place'], onlooker: Onlooker): Promise<HttpTap> {
  const agent = new Agent({ keepAlive: true });
  let target = '';

  const server = createServer(async (incoming, outgoing) => {
    try {
      const body = await readAll(incoming);
      const what = `${incoming.method} ${incoming.url}`;
      const seen = { place, what, body: body.toString(), lasting: true } as const;
      if ((await onlooker({ ...seen, moment: 'before' })) === 'drop') return void incoming.socket.destroy();
      const answer = await passedOn(incoming, body);
      if ((await onlooker({ ...seen, moment: 'after' })) === 'drop') return void incoming.socket.destroy();
      outgoing.writeHead(answer.status, answer.headers);
      outgoing.end(answer.body);
    } catch {
      // One of the two sides is gone: so is the connection, as it would be without us.
      incoming.socket.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function passedOn({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const onward = send(new URL(url ?? '/', target), { agent, method, headers }, (response) => {
        readAll(response).then(
          (read) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: read }),
          reject,
        );
      });
      onward.on('error', reject);
      onward.end(body);
    });
  }

  return {
    url: `http://127.0.0.1:${portOf.parse(server.address()).port}`,
    aim: (to) => {
      target = to;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
