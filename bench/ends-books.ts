// The books of a thousand open grants, written by the ledger's own code; and their rules at the simulator.
import { largeNsgName } from '../sandbox/azure/large-estate.ts';
import type { Estate } from '../sandbox/azure/world.ts';
import { fewAtOnce } from '../src/access/few-at-once.ts';
import type { Open } from '../src/domain/access-request.ts';
import type { Database } from '../src/ledger/database.ts';
import { ledgerOn } from '../src/ledger/open-ledger.ts';
import { openPglite } from '../src/ledger/pglite.ts';
import { openPostgres } from '../src/ledger/postgres.ts';

/** Without a URL, the embedded database in the directory. */
export interface Books {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

export interface Grants {
  /** One grant for each of its machines. */
  readonly estate: Estate;
  /** The rules are dealt out to so many. */
  readonly nsgs: number;
  /** Where the bot reaches the chats. */
  readonly serviceUrl: string;
  readonly endsAt: number;
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const source = '203.0.113.7';
const port = 3389;
/** So short that no warning of the end is owed, and so long that all of it was before. */
const lasts = 200_000;

export const openBooks = async ({ dataDir, databaseUrl }: Books): Promise<Database> =>
  databaseUrl === undefined ? openPglite(dataDir) : openPostgres(databaseUrl, () => {});

/** Writes them down. The trail of these books also says when it was written. */
export async function seedGrants(books: Books, grants: Grants): Promise<void> {
  const database = await openBooks(books);
  const opened = await ledgerOn(database, { log: quiet });
  const { ledger } = opened;
  await database.script(
    'alter table jit.audit add column bench_written timestamptz not null default clock_timestamp()',
  );
  await fewAtOnce([...grants.estate.machines.keys()], 32, async (number) => {
    const request = grantOf(grants, number);
    await ledger.rememberConversation(request.origin.conversationId, referenceOf(grants, request));
    await ledger.create(request, [], grants.endsAt);
    if (!(await ledger.release({ ...request, version: 1 }, grants.endsAt)))
      throw new Error('Somebody else is at these books.');
  });
  await opened.close();
}

function grantOf({ estate, endsAt, nsgs }: Grants, number: number): Open {
  const machine = estate.machines[number];
  const [policy] = estate.policies;
  if (machine === undefined || policy === undefined) throw new Error('The estate has no such machine.');
  const openedAt = endsAt - lasts;
  const told = { at: openedAt, messageId: 'ready' };
  const [, , subscription = '', , resourceGroup = ''] = machine.id.split('/');
  const { id: interfaceId, privateAddress } = machine.interface;
  return {
    shape: 3,
    id: `bench-${number}`,
    version: 1,
    requester: { id: `person-${number}`, name: `Person ${number}` },
    origin: { conversationId: `a:chat-${number}`, activityId: 'asked', private: true },
    reader: { timeZone: 'Europe/Amsterdam', locale: 'en-GB' },
    askedAt: openedAt,
    card: { messageId: `card-${number}`, shown: 'open' },
    decisionCards: [],
    told: { 'requester/ready': told, 'on-call/ready': told },
    setbacks: {},
    state: 'open',
    terms: {
      machine: {
        id: machine.id.toLowerCase(),
        azureId: machine.id,
        name: machine.id.split('/').at(-1) ?? '',
        subscription: { id: subscription, name: 'Subscription 0' },
        resourceGroup,
        region: machine.region,
        addresses: [{ interfaceId, privateAddress, primary: true }],
      },
      policyId: policy.id,
      port,
      protocol: '*',
      source,
      time: { kind: 'for', seconds: lasts / 1000 },
      reason: '',
    },
    grounds: { kind: 'automatic', rule: 'bench' },
    openedAt,
    endsAt,
    sight: {
      kind: 'open',
      address: privateAddress,
      rule: { nsg: ruleFor(number, nsgs).nsg, name: ruleFor(number, nsgs).rule, priority: 100 },
    },
    // What is looked at before the end is another measure's.
    lookAt: endsAt,
  };
}

/** JIT's rule for a grant, and the NSG it stands in. */
export const ruleFor = (number: number, nsgs: number): { readonly nsg: string; readonly rule: string } => ({
  nsg: largeNsgName(0, number % nsgs),
  rule: `MicrosoftDefenderForCloud-JITRule-1-${String(number).padStart(32, '0')}`,
});

/**
 * Puts the rule of each grant into the estate. Written as they would have come of it: the simulator remembers every grant
 * that it was asked for, and works all of them out anew at each read, which would be what is measured.
 */
export function withRules(estate: Estate, nsgs: number): Estate {
  for (const [number, machine] of estate.machines.entries()) {
    const { nsg, rule } = ruleFor(number, nsgs);
    const place = estate.nsgs.find(({ id }) => id.endsWith(`/${nsg}`));
    place?.rules.push({
      name: rule,
      priority: 100 + Math.floor(number / nsgs),
      direction: 'Inbound',
      access: 'Allow',
      protocol: '*',
      sources: [source],
      destinations: [machine.interface.privateAddress],
      destinationPorts: [String(port)],
      plural: false,
      jitFor: machine.id.toLowerCase(),
    });
  }
  return estate;
}

const referenceOf = ({ serviceUrl }: Grants, { origin }: Open) => ({
  channelId: 'msteams',
  serviceUrl,
  bot: { id: '28:bot', name: 'JIT Access' },
  conversation: {
    id: origin.conversationId,
    conversationType: 'personal',
    tenantId: '11111111-1111-4111-8111-111111111111',
    isGroup: false,
    name: '',
  },
});
