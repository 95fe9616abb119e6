// What the ledger keeps of people and of work: confirmed addresses, personal chats, signing keys, claims.
import { randomBytes } from 'node:crypto';
import type { Ledger } from '../access/ledger-port.ts';
import { isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { entryValues, insertEntry } from './entry.ts';
import { instantIn, textIn } from './rows.ts';
import { storableText } from './storable.ts';

type PeopleBooks = Pick<
  Ledger,
  | 'confirmedAddress'
  | 'confirmAddress'
  | 'personalChat'
  | 'rememberPersonalChat'
  | 'key'
  | 'claim'
  | 'unclaim'
>;

const confirm = `
  with trail as (${insertEntry})
  insert into jit.addresses as known (person_id, address, confirmed_at) values ($6, $7, $8::timestamptz)
  on conflict (person_id) do update set address = excluded.address, confirmed_at = excluded.confirmed_at
  where known.confirmed_at <= excluded.confirmed_at`;

const rememberChat = `
  insert into jit.personal_chats as known (person_id, conversation_id) values ($1, $2)
  on conflict (person_id) do update set conversation_id = excluded.conversation_id
  where known.conversation_id <> excluded.conversation_id`;

// As hexadecimal digits, because the two databases' drivers differ in what they make of bytes.
const findKey = `select encode(key, 'hex') as key from jit.keys where purpose = $1`;
const makeKey = `
  insert into jit.keys (purpose, key) values ($1, decode($2, 'hex')) on conflict (purpose) do nothing`;

// Of many at once, one inserts or updates; the others wait for its row, and then judge that.
const claim = `
  insert into jit.claims as held (key, owner, until_at) values ($1, $2, $3::timestamptz)
  on conflict (key) do update set owner = excluded.owner, until_at = excluded.until_at
  where held.owner = excluded.owner or held.until_at <= $4::timestamptz
  returning key`;

const unclaim = `update jit.claims set until_at = 'epoch' where key = $1 and owner = $2`;

/** Those that ended long before $1. */
export const oldClaims = `delete from jit.claims where until_at < $1::timestamptz - interval '1 day'`;

/** For a database that no other process uses: whoever held a claim is dead. */
export const voidClaims = 'delete from jit.claims';

/** @param owner this process, among all that share the database */
export const createPeopleBooks = (database: Database, owner: string): PeopleBooks => ({
  confirmedAddress: async (personId) => {
    const text = 'select address, confirmed_at from jit.addresses where person_id = $1';
    const [row] = await database.query(text, [storableText(personId)]);
    const at = row && instantIn(row, 'confirmed_at');
    return row === undefined || at === undefined ? undefined : { address: textIn(row, 'address'), at };
  },

  confirmAddress: async (personId, { address, at }, entry) => {
    const values = [storableText(personId), storableText(address), isoOf(at)];
    await database.query(confirm, [...entryValues(entry), ...values]);
  },

  personalChat: async (personId) => {
    const text = 'select conversation_id from jit.personal_chats where person_id = $1';
    const [row] = await database.query(text, [storableText(personId)]);
    return row && textIn(row, 'conversation_id');
  },

  rememberPersonalChat: async (personId, conversationId) => {
    await database.query(rememberChat, [storableText(personId), storableText(conversationId)]);
  },

  key: async (purpose) => {
    const known = await keyOf(database, purpose);
    if (known !== undefined) return known;
    // Two may make it at once, and one is first: what counts is what is found afterwards.
    await database.query(makeKey, [purpose, randomBytes(32).toString('hex')]);
    const made = await keyOf(database, purpose);
    if (made === undefined) throw new TypeError(`there is no key for ${purpose}, though it was just made`);
    return made;
  },

  claim: async (key, now, seconds) => {
    const until = isoOf(now + seconds * 1000);
    return (await database.query(claim, [storableText(key), owner, until, isoOf(now)])).length > 0;
  },

  unclaim: async (key) => {
    await database.query(unclaim, [storableText(key), owner]);
  },
});

async function keyOf(database: Database, purpose: string): Promise<Uint8Array | undefined> {
  const [row] = await database.query(findKey, [purpose]);
  return row && Uint8Array.from(Buffer.from(textIn(row, 'key'), 'hex'));
}
