// A port for a process that is started again and again, and finds it free each time.
import { createServer } from 'node:net';

/**
 * Below what systems give away for outgoing connections (Linux: 32768 and up), any of which could take a port while the process that
 * is to listen on it is not running.
 */
const least = 12_000;
const most = 32_000;
const tries = 50;

/** @returns a port of 127.0.0.1 on which nobody listens now. @throws Error when none is found */
export async function freePort(): Promise<number> {
  for (let left = tries; left > 0; left -= 1) {
    const port = least + Math.floor(Math.random() * (most - least));
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port was found between ${least} and ${most}.`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
