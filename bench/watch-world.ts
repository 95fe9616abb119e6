// A world with many open grants: their rules in the simulator, their requests in the books, a chat, and the real bot on all of it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BotProcess, startBotProcess } from '../sandbox/bot-process.ts';
import type { ChatPerson } from '../sandbox/chat/people.ts';
import { type Chat, startChat } from '../sandbox/chat/start-chat.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { freePort } from '../test/support/free-port.ts';
import { openGrant, recordGrants } from './open-grants.ts';
import { startHelper } from './processes.ts';
import { somebody } from './somebody.ts';
import { type WatchedAzure, watchEstate, watchedAzure } from './watch-estate.ts';

/**
 * Who asks. As many, so that in nobody's chat more is said than Teams lets a bot say there: 60 messages in 30 seconds, of which
 * a grant of a minute takes about seven.
 */
export const askers: readonly ChatPerson[] = Array.from({ length: 20 }, (_, number) => somebody(number));

export interface WatchWorld {
  readonly chat: Chat;
  readonly bot: BotProcess;
  /** What happened in Azure so far. */
  azure(): Promise<WatchedAzure>;
  stop(): Promise<void>;
}

const accessPolicy = `version: 1
rules:
  - name: everything
    when: { requesters: everyone }
    decision: automatic
`;

/** @returns when the bot is ready @throws Error when it does not become so */
export async function startWatchWorld(): Promise<WatchWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'jit-access-watch-'));
  const dataDir = join(directory, 'data');
  await record(dataDir);
  const azure = await startHelper('watch-azure.ts');
  const policyFile = join(directory, 'access-policy.yaml');
  await writeFile(policyFile, accessPolicy);
  const bot = await startBotProcess({
    port: await freePort(),
    azureUrl: azure.url,
    dataDir,
    accessPolicy: policyFile,
    // Five times as often as usual, so that the inventory's reads are in every minute that is counted.
    variables: { INVENTORY_REFRESH_SECONDS: '60', TURNS_PER_PERSON: '1000000' },
  }).catch(async (error: unknown) => {
    await azure.stop();
    throw error;
  });
  const chat = await startChat({ botUrl: bot.messagesUrl, azureUrl: azure.url, people: askers });
  await chat.installed;
  return {
    chat,
    bot,
    azure: async () => watchedAzure.parse(await azure.ask()),
    stop: async () => {
      await bot.stop();
      await chat.close();
      await azure.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function record(dataDir: string): Promise<void> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const books = await openLedger({ dataDir, log });
  const { estate, granted } = watchEstate();
  await recordGrants(
    books.ledger,
    granted.map(({ number, rule }) => openGrant(estate, number, rule, Date.now())),
  );
  await books.close();
}
