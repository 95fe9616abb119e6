// Starts what is measured, and what it talks to, as processes of their own; reads their cost off the kernel.

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../test/support/free-port.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const startWithinMilliseconds = 30_000;
const stopWithinMilliseconds = 15_000;
/** Linux counts CPU time in these: USER_HZ is 100 on every architecture Node runs on. */
const millisecondsPerTick = 10;

/** A server that helps the measurement: the simulator or the connector. */
export interface Helper {
  readonly url: string;
  /** What it has counted so far: not checked, the helper is ours. */
  ask(): Promise<unknown>;
  stop(): Promise<void>;
}

/** A bot being measured. */
export interface Running {
  readonly messagesUrl: string;
  /** From starting the process until it can take a turn. */
  readonly startMilliseconds: number;
  /** User and system time of the process so far. */
  cpuMilliseconds(): Promise<number>;
  residentMegabytes(): Promise<number>;
  /** What it has written so far. */
  written(): string;
  stop(): Promise<void>;
}

const listening = z.object({ port: z.number() });

/** Starts a helper of bench/ by its file name. @throws Error when it ends instead of starting */
export async function startHelper(file: string): Promise<Helper> {
  const child = fork(`${root}bench/${file}`, { cwd: root, env: environment() });
  const answer = async (): Promise<unknown> => {
    const answered = new AbortController();
    const { signal } = answered;
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error(`${file} ended by itself.`);
    });
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    answered.abort();
    ended.catch(() => undefined);
    return message;
  };
  const { port } = listening.parse(await answer());
  return {
    url: `http://127.0.0.1:${port}`,
    ask: () => {
      child.send('how many?');
      return answer();
    },
    stop: () => end(child),
  };
}

/** What to start, and how to see that it can take a turn. */
export interface Contestant {
  /** Arguments of node. */
  readonly command: (port: number) => readonly string[];
  readonly variables: (port: number) => Readonly<Record<string, string>>;
  /** Path that is asked until it answers well. */
  readonly readyPath: string;
  readonly readyStatus: number;
  /** How long that may take. Default 30 s. */
  readonly startWithinMilliseconds?: number;
}

/** Starts a bot on a free port and waits until it is ready. @throws Error with what it wrote when it does not become so */
export async function startContestant(contestant: Contestant): Promise<Running> {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(process.execPath, contestant.command(port), {
    cwd: root,
    env: { ...environment(), ...contestant.variables(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  const origin = `http://127.0.0.1:${port}`;
  while ((await statusOf(`${origin}${contestant.readyPath}`)) !== contestant.readyStatus) {
    if (
      child.exitCode !== null ||
      performance.now() - began > (contestant.startWithinMilliseconds ?? startWithinMilliseconds)
    ) {
      await end(child);
      throw new Error(`A bot did not start:\n${written}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const startMilliseconds = performance.now() - began;
  return {
    messagesUrl: `${origin}/api/messages`,
    startMilliseconds,
    cpuMilliseconds: () => cpuOf(child.pid),
    residentMegabytes: () => memoryOf(child.pid),
    written: () => written,
    stop: () => end(child),
  };
}

/** Nothing of the caller's settings: what is measured is the same everywhere. NODE_OPTIONS is for the profiler. */
function environment(): Record<string, string> {
  const { PATH = '', NODE_OPTIONS } = process.env;
  return { PATH, ...(NODE_OPTIONS !== undefined && { NODE_OPTIONS }) };
}

async function statusOf(url: string): Promise<number | undefined> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.text();
  return answer?.status;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), stopWithinMilliseconds);
  await ended;
  clearTimeout(late);
}

/** Fields 14 and 15 of proc(5)'s stat; the second field is the name, which may hold spaces but ends at the last `)`. */
async function cpuOf(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return (Number(user) + Number(system)) * millisecondsPerTick;
}

async function memoryOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
