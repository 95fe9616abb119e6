// The real bot as a process of its own, against local servers: for the local world and for tests that kill it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const policy = fileURLToPath(new URL('./access-policy.yaml', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
/** Whatever starts a bot in this way can be tried with the bundle: `BOT_MAIN=dist/main.js`. */
const usualMain = resolve(root, process.env.BOT_MAIN || 'src/main.ts');

export interface BotSettings {
  /** Path of the file to start; left out: the one of the sources. */
  readonly main?: string;
  readonly port: number;
  /** The simulator: Resource Manager and Graph. */
  readonly azureUrl: string;
  /** Path of the access policy; left out: the local world's own. */
  readonly accessPolicy?: string;
  /** Where the embedded database lives; unused when `variables` name a DATABASE_URL. */
  readonly dataDir: string;
  /** More environment variables of the bot, by name. */
  readonly variables?: Readonly<Record<string, string>>;
}

export interface BotProcess {
  /** `undefined`: it could not be started. */
  readonly pid: number | undefined;
  /** Where it takes activities. */
  readonly messagesUrl: string;
  /** Resolves with the exit code, or the signal's name, when the process has ended. */
  readonly ended: Promise<number | string>;
  /** What it has written so far, log and all. */
  output(): string;
  /** Ends it as a crash would: no handler runs. */
  kill(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Stops its clockwork, as a machine that is frozen does: nothing in it runs, and its connections stay. */
  pause(): void;
  resume(): void;
}

const startWithinMs = 120_000;

/** Starts the bot in local mode and waits until it is ready. @throws Error with its output when it does not become so. */
export async function startBotProcess(settings: BotSettings): Promise<BotProcess> {
  const bot = spawnBotProcess(settings);
  try {
    await ready(bot, settings.port);
  } catch (error) {
    await bot.kill();
    throw error;
  }
  return bot;
}

/** Starts the bot in local mode and waits for nothing. */
export function spawnBotProcess(settings: BotSettings): BotProcess {
  const { main = usualMain, port, azureUrl, dataDir, accessPolicy = policy, variables } = settings;
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      LOCAL_MODE: '1',
      PORT: String(port),
      AZURE_ARM_ENDPOINT: azureUrl,
      ENTRA_GROUPS: 'graph',
      GRAPH_ENDPOINT: azureUrl,
      ACCESS_POLICY: accessPolicy,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'warn',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return watched(child, port);
}

function watched(child: ChildProcess, port: number): BotProcess {
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  const ended = once(child, 'exit').then(([code, signal]): number | string => code ?? signal);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return {
    pid: child.pid,
    messagesUrl: `http://127.0.0.1:${port}/api/messages`,
    ended,
    output: () => written,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
  };
}

async function ready(bot: BotProcess, port: number): Promise<void> {
  const deadline = Date.now() + startWithinMs;
  let gone: number | string | undefined;
  bot.ended.then((how) => {
    gone = how;
  });
  while (Date.now() < deadline && gone === undefined) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(notStartedText(gone, bot.output()));
}

/** @param gone its exit code or signal; `undefined`: it runs, and is not ready @param output what it wrote */
export function notStartedText(gone: number | string | undefined, output: string): string {
  const how =
    gone === undefined
      ? `not ready after ${startWithinMs / 1000} s; this machine may be too busy, try again`
      : `it ended with ${gone}`;
  return `The bot did not start (${how})${output.trim() === '' ? ', and it wrote nothing.' : `:\n${output}`}`;
}
