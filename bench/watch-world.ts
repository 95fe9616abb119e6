// A world with many open grants: their rules in the simulator, their requests in the books, a chat, and the real bot on all of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeEstate } from '../sandbox/azure/large-estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../sandbox/azure/simulator.ts';
import type { Estate, SandboxEvent } from '../sandbox/azure/world.ts';
import { type BotProcess, startBotProcess } from '../sandbox/bot-process.ts';
import { type Chat, startChat } from '../sandbox/chat/start-chat.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import { owed } from '../src/domain/owed.ts';
import { defaultPace } from '../src/domain/pace.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { giveRule, openGrant } from './open-grants.ts';

export interface WatchWorld {
  readonly azure: AzureSimulator;
  readonly chat: Chat;
  readonly bot: BotProcess;
  /** Everything that happened in Azure since the start. */
  readonly events: readonly SandboxEvent[];
  stop(): Promise<void>;
}

export interface WatchWorldSize {
  readonly openGrants: number;
  readonly nsgs: number;
  /** Machines without a grant, to be asked for. */
  readonly spare: number;
}

const accessPolicy = `version: 1
rules:
  - name: everything
    when: { requesters: everyone }
    decision: automatic
`;

/** @returns when the bot is ready @throws Error when it does not become so */
export async function startWatchWorld({ openGrants, nsgs, spare }: WatchWorldSize): Promise<WatchWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'jit-access-watch-'));
  const dataDir = join(directory, 'data');
  const estate = largeEstate({ machines: openGrants + spare, subscriptions: 1, nsgs });
  const rules = estate.machines.slice(0, openGrants).map((_, number) => giveRule(estate, number));
  await record(estate, rules, dataDir);

  const events: SandboxEvent[] = [];
  const azure = await startAzureSimulator({ estate, pageSize: 1000, journal: (event) => events.push(event) });
  const policyFile = join(directory, 'access-policy.yaml');
  await writeFile(policyFile, accessPolicy);
  const bot = await startBotProcess({
    port: await freePort(),
    azureUrl: azure.url,
    dataDir,
    accessPolicy: policyFile,
    // Five times as often as usual, so that the inventory's reads are in every minute that is counted.
    variables: { INVENTORY_REFRESH_SECONDS: '60' },
  });
  const chat = await startChat({ botUrl: bot.messagesUrl, azureUrl: azure.url });
  await chat.installed;
  return {
    azure,
    chat,
    bot,
    events,
    stop: async () => {
      await bot.stop();
      await chat.close();
      await azure.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Each has been open for ten minutes, and everybody was told. */
async function record(estate: Estate, rules: readonly NamedRule[], dataDir: string): Promise<void> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const books = await openLedger({ dataDir, log });
  for (const [number, rule] of rules.entries()) {
    const request = openGrant(estate, number, rule, Date.now());
    const { wakeAt } = owed(request, Date.now(), defaultPace);
    const { request: made } = await books.ledger.create(request, [], wakeAt ?? request.endsAt);
    await books.ledger.release(made, wakeAt);
  }
  await books.close();
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });
