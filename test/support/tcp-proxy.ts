// A wire of the test between a process and its database, that can be cut, held up and made slow.
import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Breaks what is connected, and takes nobody in until `mend`. */
  cut(): void;
  /** Passes nothing on, in either direction, and breaks nothing, until `mend`: as where packets are lost. */
  stall(): void;
  /** Passes each piece of an answer on so many milliseconds late, until `mend`. */
  slow(milliseconds: number): void;
  mend(): void;
  close(): Promise<void>;
}

/** Starts one on 127.0.0.1 in front of `targetPort`. */
export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: 'whole' | 'cut' | 'stalled' = 'whole';
  let delay = 0;

  const breakAll = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };

  const server = createServer((client) => {
    client.on('error', () => undefined);
    if (state === 'cut') {
      client.resetAndDestroy();
      return;
    }
    const database = dial({ port: targetPort, host: '127.0.0.1' });
    const pair = [client, database] as const;
    pairs.add(pair);
    database.on('error', () => undefined);
    passing(client, database, () => 0);
    passing(database, client, () => delay);
    for (const socket of pair)
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    if (state === 'stalled') for (const socket of pair) socket.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The wire has no port.');

  return {
    port: address.port,
    cut() {
      state = 'cut';
      breakAll();
    },
    stall() {
      state = 'stalled';
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    slow(milliseconds) {
      delay = milliseconds;
    },
    mend() {
      delay = 0;
      state = 'whole';
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Pieces keep their order: each waits for the one before it. */
function passing(from: Socket, to: Socket, delay: () => number): void {
  let last = Promise.resolve();
  from.on('data', (piece: Buffer) => {
    const due = performance.now() + delay();
    last = last.then(async () => {
      const wait = due - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      if (!to.destroyed) to.write(piece);
    });
  });
}
