// The books of grants that all end in the same second, each with a chat of its own; the trail also says when it was written.
import type { Estate } from '../sandbox/azure/world.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import type { Database } from '../src/ledger/database.ts';
import { ledgerOn } from '../src/ledger/open-ledger.ts';
import { openPglite } from '../src/ledger/pglite.ts';
import { openPostgres } from '../src/ledger/postgres.ts';
import { ofTheirOwn, openGrant, recordGrants } from './open-grants.ts';

/** Without a URL, the embedded database in the directory. */
export interface Books {
  readonly dataDir: string;
  readonly databaseUrl?: string;
}

export interface Grants {
  readonly estate: Estate;
  /** Of each of its machines, in order. */
  readonly rules: readonly NamedRule[];
  /** Where the bot reaches the chats. */
  readonly serviceUrl: string;
  readonly endsAt: number;
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
/** So short that no warning of the end is owed, and so long that all of it was before. */
const lastsMilliseconds = 200_000;

export const openBooks = async ({ dataDir, databaseUrl }: Books): Promise<Database> =>
  databaseUrl === undefined ? openPglite(dataDir) : openPostgres(databaseUrl, () => {});

/** Writes them down. */
export async function seedEnds(books: Books, { estate, rules, serviceUrl, endsAt }: Grants): Promise<void> {
  const database = await openBooks(books);
  const opened = await ledgerOn(database, { log: quiet });
  const { ledger } = opened;
  await database.script(
    'alter table jit.audit add column bench_written timestamptz not null default clock_timestamp()',
  );
  const openedAt = endsAt - lastsMilliseconds;
  const grants = rules.map((rule, number) =>
    // What is looked at before the end is another measure's.
    openGrant(estate, number, rule, openedAt, { ...ofTheirOwn(number), openedAt, endsAt, lookAt: endsAt }),
  );
  for (const { origin } of grants)
    await ledger.rememberConversation(origin.conversationId, referenceOf(origin.conversationId, serviceUrl));
  await recordGrants(ledger, grants);
  await opened.close();
}

const referenceOf = (id: string, serviceUrl: string) => ({
  channelId: 'msteams',
  serviceUrl,
  bot: { id: '28:bot', name: 'JIT Access' },
  conversation: {
    id,
    conversationType: 'personal',
    tenantId: '11111111-1111-4111-8111-111111111111',
    isGroup: false,
    name: '',
  },
});
