// Starts the large simulator and the real bot on it, and watches their memory and work from outside.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { asShipped } from './as-shipped.ts';
import type { Books } from './ends-books.ts';
import { type Contestant, type Running, startContestant } from './processes.ts';

/** GETs since the start, or since it was told to forget them, and how many NSGs were among what they read. */
const countsSchema = z.object({ reads: z.number(), nsgsRead: z.number() });

export interface LargeAzure {
  readonly url: string;
  counts(): Promise<z.infer<typeof countsSchema>>;
  /** Counts from 0 again. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

const file = fileURLToPath(new URL('large-azure.ts', import.meta.url));

/** @param open of how many machines a port is open from the start. @throws Error when it ends instead of starting */
export async function startLargeAzure(size: {
  readonly machines: number;
  readonly subscriptions: number;
  readonly nsgs: number;
  readonly open: number;
}): Promise<LargeAzure> {
  const { machines, subscriptions, nsgs, open } = size;
  const child = fork(file, [machines, subscriptions, nsgs, open].map(String));
  const { port } = z.object({ port: z.number() }).parse(await answerOf(child));
  const ask = (question: string) => {
    const answer = answerOf(child);
    child.send(question);
    return answer;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    counts: async () => countsSchema.parse(await ask('counts?')),
    forget: async () => void (await ask('forget')),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(child, 'exit', { signal }).then(() => {
    throw new Error('The large simulator ended by itself.');
  });
  const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
  answered.abort();
  ended.catch(() => undefined);
  return message;
}

/** The real bot, in local mode. @param readyPath what is asked until it answers 200: `/readyz`, or `/healthz` */
export const startBotOn = (
  azure: LargeAzure,
  books: Books,
  readyPath: string,
  logLevel = 'error',
): Promise<Running> => {
  const contestant: Contestant = {
    command: asShipped,
    variables: (port) => ({
      LOCAL_MODE: '1',
      PORT: String(port),
      AZURE_ARM_ENDPOINT: azure.url,
      DATA_DIR: books.dataDir,
      ...(books.databaseUrl !== undefined && { DATABASE_URL: books.databaseUrl }),
      LOG_LEVEL: logLevel,
      TURNS_PER_PERSON: '1000000',
    }),
    readyPath,
    readyStatus: 200,
    startWithinMilliseconds: 180_000,
  };
  return startContestant(contestant);
};
