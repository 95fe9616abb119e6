// What the soak runs in: the real bot as a process of its own, and here the Azure simulator, the chat and a proxy.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { largeEstate } from '../../sandbox/azure/large-estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.ts';
import { APPROVALS_CHANNEL_ID, ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { type ChatPerson, GRACE, LINUS } from '../../sandbox/chat/people.ts';
import { type Chat, startChat } from '../../sandbox/chat/start-chat.ts';
import { type FrontDoor, startFrontDoor, trustFrontDoors } from '../../sandbox/front-door.ts';
import { freePort } from '../../test/support/free-port.ts';
import { startPostgres } from '../../test/support/real-postgres.ts';
import { inspected } from './inspector.ts';

export interface SoakWorld {
  readonly bot: BotProcess;
  readonly azure: AzureSimulator;
  readonly chat: Chat;
  readonly front: FrontDoor;
  readonly ports: {
    readonly bot: number;
    readonly azure: number;
    readonly chat: number;
    readonly postgres: number | undefined;
  };
  /** Where the embedded database lives; unused with a server. */
  readonly dataDir: string;
  /** A session of our own in the server's database. */
  readonly postgres: Client | undefined;
  stop(): Promise<void>;
}

const policy = fileURLToPath(new URL('./access-policy.yaml', import.meta.url));

/** Eight machines for each person: of each kind of name one. */
export const machinesEach = 8;

/** @param people besides Grace and Linus, who approve. @throws Error when something does not start; nothing is left running */
export async function startSoakWorld(
  people: readonly ChatPerson[],
  engine: 'pglite' | 'postgres',
): Promise<SoakWorld> {
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-soak-'));
    stops.push(() => rm(dataDir, { recursive: true, force: true }));
    const server = engine === 'postgres' ? await startPostgres() : undefined;
    if (server !== undefined) stops.push(() => server.stop());
    const databaseUrl = await server?.freshDatabase();
    const postgres = databaseUrl === undefined ? undefined : new Client({ connectionString: databaseUrl });
    await postgres?.connect();
    if (postgres !== undefined) stops.push(() => postgres.end());
    const estate = largeEstate({
      machines: machinesEach * people.length,
      subscriptions: Math.ceil(people.length / 2),
      nsgs: 2,
    });
    const azure = await startAzureSimulator({ estate, pageSize: 1000 });
    stops.push(() => azure.close());
    const port = await freePort();
    const front = await startFrontDoor({ target: `http://127.0.0.1:${port}` });
    stops.push(() => front.close());
    const bot = await startBotProcess({
      port,
      azureUrl: azure.url,
      accessPolicy: policy,
      dataDir,
      variables: {
        JIT_ADMINS: GRACE.id,
        WARN_SECONDS: '20',
        WATCH_SECONDS: '10',
        CLOSE_GRACE_SECONDS: '60',
        REVOKE: 'delete-rule',
        DRIFT_SECONDS: '60',
        // They all come from one address.
        VISITS_PER_ADDRESS: '1000000',
        ...trustFrontDoors(front),
        ...inspected,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      },
    });
    stops.push(() => bot.stop());
    const chat = await startChat({
      botUrl: bot.messagesUrl,
      azureUrl: azure.url,
      people: [GRACE, LINUS, ...people],
      // How long people wait is for the benchmark; here a slow turn is not a lost one.
      answerWithinMs: 60_000,
    });
    stops.push(() => chat.close());
    await chat.installed;
    await chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access use this channel for on-call');
    await chat.sendAs(GRACE.id, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');
    const portOf = (url: string): number => Number(new URL(url).port);
    const ports = {
      bot: port,
      azure: portOf(azure.url),
      chat: portOf(chat.url),
      postgres: databaseUrl === undefined ? undefined : portOf(databaseUrl),
    };
    return { bot, azure, chat, front, ports, dataDir, postgres, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
