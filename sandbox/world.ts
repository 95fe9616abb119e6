// What every local world starts with: the Azure simulator, a proxy, and the real bot between them; stopped in reverse order.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzureSimulator } from './azure/simulator.ts';
import { type BotProcess, startBotProcess } from './bot-process.ts';
import { ADMINS } from './chat/people.ts';
import { needFreePorts } from './free-ports.ts';
import { type FrontDoor, startFrontDoor, trustFrontDoors } from './front-door.ts';

export interface World {
  readonly azureUrl: string;
  readonly bot: BotProcess;
  /** The company's proxy, through which browsers reach the bot's pages. */
  readonly front: FrontDoor;
  /** Resolves at Ctrl-C, also one that came while it started. */
  readonly interrupted: Promise<string>;
  /** Adds something to be stopped before what was started earlier. */
  onStop(stop: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** Ports of this machine, each with the variable that changes it. */
export const ports = {
  bot: Number(process.env.PORT ?? 3978),
  azure: Number(process.env.AZURE_PORT ?? 3979),
  chat: Number(process.env.CHAT_PORT ?? 3980),
  front: Number(process.env.FRONT_PORT ?? 3981),
  playground: Number(process.env.PLAYGROUND_PORT ?? 56_150),
};

/**
 * Starts all of it.
 * @param more ports that whoever calls wants besides, by the variable that sets each
 * @throws Error when a port is taken or the bot does not become ready; then nothing is left running.
 */
export async function startWorld(more: Readonly<Record<string, number>> = {}): Promise<World> {
  await needFreePorts({ PORT: ports.bot, AZURE_PORT: ports.azure, FRONT_PORT: ports.front, ...more });
  const interrupted = new Promise<string>((resolve) => {
    // Kept on: npm passes Ctrl-C on to us who had it already, and the second one must not kill us while we stop.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('stopped'));
  });
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    // Books of its own each time: the simulator forgets its grants when it stops, so the bot's go with it.
    const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-local-'));
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
    // Long enough to be seen: the Deny rule of a machine that JIT was turned on for does not come at once.
    const azure = await startAzureSimulator({ port: ports.azure, protectionTakesMs: 5000 });
    stops.push(() => azure.close());
    const front = await startFrontDoor({ port: ports.front, target: `http://127.0.0.1:${ports.bot}` });
    stops.push(() => front.close());
    const bot = await startBotProcess({
      port: ports.bot,
      azureUrl: azure.url,
      dataDir,
      variables: {
        JIT_ADMINS: ADMINS.map(({ id }) => id).join(','),
        CLOSE_GRACE_SECONDS: '30',
        WARN_SECONDS: process.env.WARN_SECONDS ?? '20',
        WATCH_SECONDS: '5',
        REVOKE: 'delete-rule',
        SETUP: 'on',
        DRIFT_SECONDS: '30',
        BOT_LANGUAGE: process.env.BOT_LANGUAGE ?? '',
        ...trustFrontDoors(front),
      },
    });
    stops.push(() => bot.stop());
    return { azureUrl: azure.url, bot, front, interrupted, onStop: (more) => stops.push(more), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs until Ctrl-C or until something ends by itself, then stops everything and ends this process. */
export async function runUntilStopped(world: World, others: readonly Promise<unknown>[] = []): Promise<void> {
  const crashed = world.bot.ended.then(() => 'crashed');
  const end = await Promise.race([world.interrupted, crashed, ...others]);
  if (end === 'crashed') console.error(`The bot ended by itself:\n${world.bot.output()}`);
  await world.stop();
  process.exit(end === 'stopped' ? 0 : 1);
}

/** Says what went wrong in a sentence, without a stack, and ends this process. */
export function sayAndEnd(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
