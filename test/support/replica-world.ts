// Several real bot processes on one PostgreSQL behind one balancer, with one simulator and one chat; each can be disturbed.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { type BotProcess, startBotProcess } from '../../sandbox/bot-process.ts';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { ADMINS, GRACE } from '../../sandbox/chat/people.ts';
import { startChat } from '../../sandbox/chat/start-chat.ts';
import { startFrontDoor, trustFrontDoors } from '../../sandbox/front-door.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import { freePort } from './free-port.ts';
import { type Seen, seenIn } from './local-world.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';
import { until } from './until.ts';

export interface Replica {
  readonly bot: () => BotProcess;
  /** Its wire to the database. */
  readonly wire: TcpProxy;
  readonly origin: string;
  /** Starts it again after it was killed. */
  restart(): Promise<void>;
}

export interface ReplicaWorld extends Seen {
  readonly azure: Awaited<ReturnType<typeof startAzureSimulator>>;
  readonly chat: Awaited<ReturnType<typeof startChat>>;
  readonly balancer: Balancer;
  readonly replicas: readonly Replica[];
  /** Which replica holds a request of this machine in this state; `undefined`: none does. */
  holder(machine: string, state: string): Promise<number | undefined>;
  /** Rows of a query, past all wires. */
  rows(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** All that the replicas wrote, for a failure's message. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * @param databaseUrl of an empty database on 127.0.0.1
 * @param variables more settings of every replica
 * @param own more settings of one of them, by its number
 */
export async function startReplicaWorld(
  databaseUrl: string,
  {
    count = 3,
    variables = {},
    own = () => ({}),
  }: {
    count?: number;
    variables?: Readonly<Record<string, string>>;
    own?: (index: number) => Readonly<Record<string, string>>;
  } = {},
): Promise<ReplicaWorld> {
  // What was started is stopped in the other order, also where something does not start.
  await using starting = new AsyncDisposableStack();
  const dataDir = starting.adopt(await mkdtemp(join(tmpdir(), 'jit-access-replicas-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const azure = starting.adopt(await startAzureSimulator(), (each) => each.close());
  const places = await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      index,
      port: await freePort(),
      wire: starting.adopt(await startTcpProxy(Number(new URL(databaseUrl).port)), (each) => each.close()),
    })),
  );

  const startOne = ({ index, port, wire }: (typeof places)[number]): Promise<BotProcess> => {
    const url = new URL(databaseUrl);
    url.port = String(wire.port);
    return startBotProcess({
      port,
      azureUrl: azure.url,
      dataDir,
      variables: {
        DATABASE_URL: url.href,
        JIT_ADMINS: ADMINS.map(({ id }) => id).join(','),
        CLOSE_GRACE_SECONDS: '120',
        DRIFT_SECONDS: '0',
        ...trustFrontDoors(front),
        ...variables,
        ...own(index),
      },
    });
  };
  const bots: BotProcess[] = [];
  starting.defer(() => Promise.all(bots.map((bot) => bot.stop())).then(() => undefined));
  const balancer = starting.adopt(
    await startBalancer(places.map(({ port }) => `http://127.0.0.1:${port}`)),
    (each) => each.close(),
  );
  const front = starting.adopt(await startFrontDoor({ target: balancer.url }), (each) => each.close());
  // At the same time: they have to agree on who makes the tables.
  const started = await Promise.allSettled(
    places.map(async (place) => {
      bots[place.index] = await startOne(place);
    }),
  );
  for (const each of started) if (each.status === 'rejected') throw each.reason;
  const replicas = places.map(
    (place, index): Replica => ({
      bot: () => botAt(index),
      wire: place.wire,
      origin: `http://127.0.0.1:${place.port}`,
      restart: async () => {
        bots[index] = await startOne(place);
      },
    }),
  );
  function botAt(index: number): BotProcess {
    const bot = bots[index];
    if (bot === undefined) throw new Error(`There is no replica ${index}.`);
    return bot;
  }

  await until(() => balancer.ready().every(Boolean), 30);
  const chat = starting.adopt(
    await startChat({ botUrl: `${balancer.url}/api/messages`, azureUrl: azure.url }),
    (each) => each.close(),
  );
  await chat.installed;
  await chat.sendAs(GRACE.id, ON_CALL_CHANNEL_ID, '@JIT Access use this channel for on-call');
  const database = starting.adopt(new Client({ connectionString: databaseUrl }), (each) => each.end());
  await database.connect();
  const rows: ReplicaWorld['rows'] = async (text, values = []) =>
    (await database.query<Record<string, unknown>>(text, [...values])).rows;

  const world = starting.move();
  return {
    azure,
    chat,
    balancer,
    replicas,
    ...seenIn(chat),
    rows,
    holder: async (machine, state) => {
      const [held] = await rows(
        'select lease_owner from jit.requests where machine_name = $1 and state = $2 and lease_owner is not null',
        [machine, state],
      );
      const pid = Number(String(held?.lease_owner).split('/')[1]);
      const index = bots.findIndex((bot) => bot.pid === pid);
      return index < 0 ? undefined : index;
    },
    output: () => bots.map((bot, index) => `--- replica ${index}\n${bot.output()}`).join('\n'),
    stop: async () => {
      for (const { wire } of places) wire.mend();
      // The chat is there to the bots' last word.
      await Promise.all(bots.map((bot) => bot.stop()));
      await world.disposeAsync();
    },
  };
}
