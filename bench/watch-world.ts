// A world with many open grants: their rules in the simulator, their requests in the books, a chat, and the real bot on all of it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeEstate } from '../sandbox/azure/large-estate.ts';
import { type AzureSimulator, startAzureSimulator } from '../sandbox/azure/simulator.ts';
import type { Estate, SandboxEvent } from '../sandbox/azure/world.ts';
import { type BotProcess, startBotProcess } from '../sandbox/bot-process.ts';
import { personalChatId } from '../sandbox/chat/conversations.ts';
import { ADA } from '../sandbox/chat/people.ts';
import { type Chat, startChat } from '../sandbox/chat/start-chat.ts';
import type { Open } from '../src/domain/access-request.ts';
import { debtKey } from '../src/domain/debt.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import { owed } from '../src/domain/owed.ts';
import { defaultPace, nextWatch } from '../src/domain/pace.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';

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

/** Who all open grants are from; what is asked for meanwhile comes from elsewhere. */
const source = '198.51.100.7';
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

const nameIn = (id: string): string => id.split('/').at(-1) ?? '';

/** JIT's Allow rule for the machine with this number, as if it had been asked for. */
function giveRule(estate: Estate, number: number): NamedRule {
  const machine = estate.machines[number];
  const subnets = estate.networks.flatMap((network) => network.subnets);
  const subnet = subnets.find(({ id }) => id === machine?.interface.subnetId);
  const nsg = estate.nsgs.find(({ id }) => id === subnet?.nsgId);
  if (machine === undefined || nsg === undefined) throw new Error(`Machine ${number} has no NSG.`);
  const name = `MicrosoftDefenderForCloud-JITRule-${number}-${number.toString(16).padStart(32, '0')}`;
  const priority = 100 + nsg.rules.length;
  nsg.rules.push({
    name,
    priority,
    direction: 'Inbound',
    access: 'Allow',
    protocol: '*',
    sources: [source],
    destinations: [machine.interface.privateAddress],
    destinationPorts: ['3389'],
    plural: false,
    jitFor: machine.id.toLowerCase(),
  });
  return { nsg: nameIn(nsg.id), name, priority };
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

function openGrant(estate: Estate, number: number, rule: NamedRule, now: number): Open {
  const machine = estate.machines[number];
  const policy = estate.policies[0];
  const subscription = estate.subscriptions[0];
  if (machine === undefined || policy === undefined || subscription === undefined)
    throw new Error('no machine');
  const openedAt = now - 600_000;
  const bare: Open = {
    shape: 3,
    id: `grant-${number}`,
    version: 1,
    requester: { id: ADA.id, name: ADA.name },
    origin: { conversationId: personalChatId(ADA), activityId: `grant-${number}`, private: true },
    reader: { timeZone: 'Europe/Amsterdam', locale: 'en-GB' },
    askedAt: openedAt,
    card: { messageId: `card-${number}` },
    decisionCards: [],
    told: {},
    setbacks: {},
    state: 'open',
    terms: {
      machine: {
        id: machine.id.toLowerCase(),
        azureId: machine.id,
        name: nameIn(machine.id),
        subscription,
        resourceGroup: machine.id.split('/')[4] ?? '',
        region: machine.region,
        addresses: [
          {
            interfaceId: machine.interface.id,
            privateAddress: machine.interface.privateAddress,
            primary: true,
          },
        ],
      },
      policyId: policy.id,
      port: 3389,
      protocol: '*',
      source,
      time: { kind: 'for', seconds: 3 * 3600 },
      reason: '',
    },
    grounds: { kind: 'automatic', rule: 'everything' },
    openedAt,
    endsAt: openedAt + 3 * 3600_000,
    sight: { kind: 'open', address: machine.interface.privateAddress, rule },
    lookAt: nextWatch({}, now, defaultPace),
  };
  return told(bare, now);
}

/** With everything said that it owes by now. */
function told(request: Open, now: number): Open {
  let next = request;
  for (const debt of owed(request, now, defaultPace).due) {
    if (debt.kind === 'show-card') next = { ...next, card: { ...next.card, shown: debt.view } };
    if (debt.kind === 'tell')
      next = { ...next, told: { ...next.told, [debtKey(debt)]: { at: now, why: 'seeded' } } };
  }
  return next;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject()));
    });
  });
