// A world whose bot dies again and again: simulator and chat in this process, the real bot in one of its own, taps between.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { largeEstate } from '../../sandbox/azure/large-estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { SandboxEvent } from '../../sandbox/azure/world.ts';
import { type BotProcess, spawnBotProcess } from '../../sandbox/bot-process.ts';
import { APPROVALS_CHANNEL_ID, ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { ADMINS, GRACE } from '../../sandbox/chat/people.ts';
import { type Chat, startChat } from '../../sandbox/chat/start-chat.ts';
import { freePort } from '../support/free-port.ts';
import type { Happening, Onlooker } from './happening.ts';
import { startHttpTap } from './http-tap.ts';
import { startPostgresTap } from './postgres-tap.ts';
import { createUsers, type Users } from './users.ts';

/** One run of the bot's process, from its start to its end. Milliseconds since 1970. */
export interface Run {
  readonly startedAt: number;
  readonly readyAt?: number;
  readonly end?: {
    readonly at: number;
    /** `fell`: by itself, which it never should. */
    readonly how: 'killed' | 'stopped' | 'fell';
    /** What it was killed at, in words; of one that fell, with which code. */
    readonly phase: string;
  };
}

/** Where a kill waits for the bot. */
export interface Snare {
  readonly matches: (happening: Happening) => boolean;
  /** Of what is caught before it arrives: whether it arrives all the same, after the kill. */
  readonly arrives: boolean;
  readonly phase: string;
}

export interface DoomedWorld {
  readonly azure: AzureSimulator;
  readonly chat: Chat;
  readonly users: Users;
  /** What the simulator did, in order. */
  readonly journal: readonly SandboxEvent[];
  /** The bot's process, run after run. */
  readonly runs: readonly Run[];
  /** Where its books are: on a server, or in the folder. */
  readonly books: { readonly databaseUrl: string } | { readonly dataDir: string };
  /** Aborted when it closes. */
  readonly over: AbortSignal;
  /** Milliseconds since the bot last called anybody. */
  quietFor(): number;
  start(): void;
  /** Resolves when the bot is ready; `false`: it ended before. */
  ready(): Promise<boolean>;
  kill(phase: string): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Kills the bot when something matches, once. Resolves when it is dead. */
  snare(snare: Snare): Promise<Happening>;
  /** Takes the snare away. */
  unsnare(): void;
  output(): string;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** An empty database on a server; left out: the embedded one. */
  readonly databaseUrl?: string;
  readonly seed: number;
  /** What an earlier start left: making a database and compiling the code take longer than anything else in a start. */
  readonly template?: { readonly dataDir: string; readonly codeCache: string };
  /** Stops it in an orderly way at its end, and keeps its embedded database and its compiled code. */
  readonly keep?: { readonly dataDir: string; readonly codeCache: string };
  readonly variables?: Readonly<Record<string, string>>;
  /** Kills at the first starts, one after the other, before there is anything in the books. */
  readonly atFirstStarts?: readonly Snare[];
  /** Told of each start and end of the bot. */
  readonly onRun?: (line: string) => void;
}

const accessPolicy = fileURLToPath(new URL('./access-policy.yaml', import.meta.url));
/** For a machine that does much else besides. */
const startWithinMs = 300_000;
/** Even numbers stand in one subscription, odd ones in the other; `largeMachineName` says how they are called. */
const estate = { machines: 64, subscriptions: 2, nsgs: 3 };
const fast = { ruleAppearsAfterMs: 300, ruleGoesAfterMs: 300, deletionTakesMs: 300, protectionTakesMs: 300 };

/** Whoever ends this process takes the bots along. */
const living = new Set<BotProcess>();
process.once('exit', () => {
  for (const bot of living) void bot.kill();
});

/** Starts it, the bot too, and lets Grace set the channels for approvals and on-call. */
export async function startDoomedWorld(options: WorldOptions): Promise<DoomedWorld> {
  const {
    databaseUrl,
    seed,
    template,
    keep,
    variables,
    atFirstStarts = [],
    onRun = () => undefined,
  } = options;
  const journal: SandboxEvent[] = [];
  const runs: Run[] = [];
  const over = new AbortController();
  let bot: BotProcess | undefined;
  let lastCallAt = 0;
  let waiting: (Snare & { readonly caught: PromiseWithResolvers<Happening> }) | undefined;

  const onlooker: Onlooker = async (happening) => {
    lastCallAt = Date.now();
    if (waiting === undefined || !isAlive() || !waiting.matches(happening)) return 'go';
    const { caught, arrives, phase } = waiting;
    waiting = undefined;
    await kill(phase);
    caught.resolve(happening);
    return happening.moment === 'before' && arrives ? 'go' : 'drop';
  };

  const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-torture-'));
  if (template !== undefined && databaseUrl === undefined)
    await cp(template.dataDir, dataDir, { recursive: true });
  const azure = await startAzureSimulator({
    estate: largeEstate(estate),
    pageSize: 1000,
    seed,
    ...fast,
    journal: (event) => void journal.push(event),
  });
  const azureTap = await startHttpTap('azure', onlooker);
  const chatTap = await startHttpTap('chat', onlooker);
  const databaseTap = databaseUrl === undefined ? undefined : await startPostgresTap(databaseUrl, onlooker);
  azureTap.aim(azure.url);
  const port = await freePort();

  const isAlive = (): boolean => runs.at(-1) !== undefined && runs.at(-1)?.end === undefined;
  const amend = (more: Partial<Run>, at = runs.length - 1): void => {
    const run = runs[at];
    if (run !== undefined) runs[at] = { ...run, ...more };
  };

  function start(): void {
    const mine = runs.push({ startedAt: Date.now() }) - 1;
    bot = spawnBotProcess({
      port,
      azureUrl: azureTap.url,
      dataDir,
      accessPolicy,
      variables: {
        JIT_ADMINS: ADMINS.map(({ id }) => id).join(','),
        ENTRA_GROUPS: 'off',
        DRIFT_SECONDS: '0',
        SETUP: 'on',
        REVOKE: 'delete-rule',
        WATCH_SECONDS: '5',
        OPEN_TIMEOUT_SECONDS: '150',
        CLOSE_GRACE_SECONDS: '60',
        // Users of a test do not tire.
        TURNS_PER_PERSON: '1000000',
        ...(databaseUrl !== undefined && { DATABASE_URL: databaseTap?.url(databaseUrl) ?? databaseUrl }),
        NODE_COMPILE_CACHE: (template ?? keep)?.codeCache ?? '',
        ...variables,
      },
    });
    living.add(bot);
    const born = bot;
    void born.ended.then((how) => {
      const said = born.output().trimEnd().split('\n').at(-1);
      const end = { at: Date.now(), how: 'fell', phase: `${String(how)}, saying: ${said}` } as const;
      living.delete(born);
      if (runs[mine]?.end !== undefined) return;
      amend({ end }, mine);
      onRun(`run ${mine} ended by itself: ${String(how)}\n${born.output()}`);
    });
  }

  async function kill(phase: string): Promise<void> {
    if (bot === undefined || !isAlive()) return;
    const mine = runs.length - 1;
    amend({ end: { at: Date.now(), how: 'killed', phase } });
    await bot.kill();
    onRun(`run ${mine} was killed at: ${phase}`);
  }

  async function ready(): Promise<boolean> {
    const mine = runs.length - 1;
    const deadline = Date.now() + startWithinMs;
    while (runs.length - 1 === mine && runs[mine]?.end === undefined) {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      if (answer?.ok === true) {
        if (runs[mine]?.readyAt !== undefined) return true;
        amend({ readyAt: Date.now() }, mine);
        onRun(`run ${mine} is ready after ${Date.now() - (runs[mine]?.startedAt ?? 0)} ms`);
        return true;
      }
      if (Date.now() > deadline) throw new Error(`The bot did not become ready: ${await answer?.text()}`);
      await pause(50);
    }
    return false;
  }

  function setSnare(snare: Snare): Promise<Happening> {
    const caught = Promise.withResolvers<Happening>();
    waiting = { ...snare, caught };
    return caught.promise;
  }

  for (const snare of atFirstStarts) {
    const caught = setSnare(snare);
    start();
    if ((await Promise.race([caught, ready()])) === true)
      throw new Error(`No start came by at ${snare.phase}.`);
  }
  start();
  if (!(await ready())) throw new Error(`The bot ended by itself at its first start: ${bot?.output()}`);
  const chat = await startChat({
    botUrl: `http://127.0.0.1:${port}/api/messages`,
    serviceUrl: chatTap.url,
  });
  chatTap.aim(chat.url);
  const users = createUsers({
    chat,
    messagesUrl: `http://127.0.0.1:${port}/api/messages`,
    serviceUrl: chatTap.url,
    over: over.signal,
  });
  await chat.installed;
  await users.say(GRACE, ON_CALL_CHANNEL_ID, '@JIT Access use this channel for on-call');
  await users.say(GRACE, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');

  return {
    azure,
    chat,
    users,
    journal,
    runs,
    books: databaseUrl === undefined ? { dataDir } : { databaseUrl },
    over: over.signal,
    quietFor: () => Date.now() - lastCallAt,
    start,
    ready,
    kill,
    stop: async () => {
      if (isAlive()) amend({ end: { at: Date.now(), how: 'stopped', phase: 'stopped' } });
      await bot?.stop();
    },
    snare: setSnare,
    unsnare: () => {
      waiting = undefined;
    },
    output: () => bot?.output() ?? '',
    close: async () => {
      over.abort();
      await (keep === undefined ? bot?.kill() : bot?.stop());
      if (keep !== undefined) await cp(dataDir, keep.dataDir, { recursive: true });
      await chat.close();
      for (const tap of [azureTap, chatTap, databaseTap]) await tap?.close();
      await azure.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
