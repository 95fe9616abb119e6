// Whether the local world can have its ports, looked at before anything of it starts.
import { createServer, type Server } from 'node:net';

/**
 * @param named ports of 127.0.0.1, by the variable that sets each
 * @throws Error that names every port that is taken, also by two variables, with what to do
 */
export async function needFreePorts(named: Readonly<Record<string, number>>): Promise<void> {
  const held: Server[] = [];
  const taken: (readonly [variable: string, port: number])[] = [];
  // All are held until all were tried, so that one port for two of them is noticed, too.
  for (const [variable, port] of Object.entries(named)) {
    const server = await listening(port);
    if (server === undefined) taken.push([variable, port]);
    else held.push(server);
  }
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  if (taken.length === 0) return;
  const list = taken.map(([variable, port]) => `${port} (${variable})`).join(', ');
  const others = taken.map(([variable, port]) => `${variable}=${port < 60_000 ? port + 1000 : port - 1000}`);
  throw new Error(
    `Taken on this machine: port ${list}. Perhaps a local world runs already; stop it, or set other ports: ${others.join(' ')}`,
  );
}

/** `undefined`: the port is taken. */
const listening = (port: number): Promise<Server | undefined> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
