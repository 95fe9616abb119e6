// A small load balancer of the test: round robin over the replicas that are ready, nothing sticky, like any other one.
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';

export interface Balancer {
  readonly url: string;
  /** By replica: whether its last answer from /readyz was good. */
  ready(): readonly boolean[];
  /** The next request goes to this replica if it is ready. */
  next(replica: number): void;
  close(): Promise<void>;
}

/** As balancers have it, only quicker: between two looks at /readyz, and how long one may take. */
const lookMilliseconds = 500;
const lookLimitMilliseconds = 2000;

/** @param targets origins of the replicas, such as `http://127.0.0.1:4001` */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  let ready: readonly boolean[] = targets.map(() => false);
  let turn = 0;
  let stopped = false;

  const look = async (): Promise<void> => {
    ready = await Promise.all(
      targets.map((target) =>
        fetch(`${target}/readyz`, { signal: AbortSignal.timeout(lookLimitMilliseconds) }).then(
          async (answer) => {
            await answer.arrayBuffer();
            return answer.ok;
          },
          () => false,
        ),
      ),
    );
  };
  const looking = (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
    }
  })();

  /** Those that are ready, the one whose turn it is first. */
  const inTurn = (): readonly string[] => {
    const from = turn;
    turn += 1;
    return targets
      .map((_, step) => (from + step) % targets.length)
      .filter((replica) => ready[replica])
      .flatMap((replica) => targets[replica] ?? []);
  };

  const server = createServer(async (incoming, outgoing) => {
    const body = await incoming.toArray().catch(() => undefined);
    if (body === undefined) return;
    // A replica that nobody listens on has not seen the request: the next one gets it.
    for (const target of inTurn())
      if (await passedOn(target, incoming, Buffer.concat(body), outgoing)) return;
    outgoing.writeHead(503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await look();
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The balancer has no port.');

  return {
    url: `http://127.0.0.1:${address.port}`,
    ready: () => ready,
    next: (replica) => {
      turn = replica;
    },
    close: async () => {
      stopped = true;
      await looking;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** @returns `false`: no connection came about */
function passedOn(
  target: string,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
): Promise<boolean> {
  return new Promise((resolve) => {
    const passed = httpRequest(`${target}${url}`, { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
      resolve(true);
    });
    passed.on('error', (error) => {
      const unseen = 'code' in error && error.code === 'ECONNREFUSED';
      if (!unseen && !outgoing.headersSent) outgoing.writeHead(502);
      if (!unseen) outgoing.end();
      resolve(!unseen);
    });
    outgoing.on('close', () => passed.destroy());
    passed.end(body);
  });
}
