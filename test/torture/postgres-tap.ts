// A proxy before a PostgreSQL server: every statement of the bot goes by here, and every answer.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { z } from 'zod';
import type { Onlooker } from './happening.ts';
import { createNamedStatements } from './named-statements.ts';

export interface PostgresTap {
  /** The same connection string, by way of this proxy. */
  url(connectionString: string): string;
  close(): Promise<void>;
}

const portOf = z.object({ port: z.number() });

/**
 * `ReadyForQuery`, the last message of an answer: `I` outside of a transaction, `T` in one, `E` in one that failed.
 * `undefined`: the answer is not over.
 */
const statusIn = (chunk: Buffer): string | undefined =>
  chunk.subarray(-6, -1).equals(Buffer.from([0x5a, 0, 0, 0, 5])) ? chunk.subarray(-1).toString() : undefined;

/** Starts one on 127.0.0.1 before the server of this connection string. */
export async function startPostgresTap(connectionString: string, onlooker: Onlooker): Promise<PostgresTap> {
  const { hostname, port } = new URL(connectionString);
  const open = new Set<Socket>();

  const server = createServer((bot) => {
    const postgres = connect(Number(port), hostname);
    const both = [bot, postgres] as const;
    for (const socket of both) {
      open.add(socket);
      socket.on('error', () => cut());
      socket.on('close', () => {
        open.delete(socket);
        cut();
      });
    }
    const cut = (): void => {
      for (const socket of both) socket.destroy();
    };
    const statements = createNamedStatements();
    /** Sent since the connection was last outside of a transaction. */
    let sent = '';
    const look = async (moment: 'before' | 'after', lasting: boolean): Promise<boolean> => {
      const answer = await onlooker({ place: 'database', moment, what: sent, body: '', lasting });
      if (answer === 'drop') cut();
      return answer === 'go';
    };
    inOrder(bot, async (chunk) => {
      sent += [...statements.in(chunk), chunk.toString('latin1')].join('\n');
      if (await look('before', false)) postgres.write(chunk);
    });
    inOrder(postgres, async (chunk) => {
      const status = statusIn(chunk);
      if (status !== undefined && !(await look('after', status === 'I'))) return;
      if (status === 'I') sent = '';
      bot.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: (direct) => {
      const through = new URL(direct);
      through.port = String(portOf.parse(server.address()).port);
      through.hostname = '127.0.0.1';
      return through.href;
    },
    close: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** Chunks one after the other, however long somebody looks at one. */
function inOrder(socket: Socket, each: (chunk: Buffer) => Promise<void>): void {
  let turn = Promise.resolve();
  socket.on('data', (chunk) => {
    turn = turn.then(() => each(chunk)).catch(() => void socket.destroy());
  });
}
