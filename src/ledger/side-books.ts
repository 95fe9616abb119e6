// What the ledger keeps besides requests: channels, conversation references, and notes that belong to no request.
import type { Ledger } from '../access/ledger-port.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { textIn } from './rows.ts';
import { storableJson, storableText } from './storable.ts';

type SideBooks = Pick<
  Ledger,
  'channel' | 'setChannel' | 'note' | 'rememberConversation' | 'recallConversation' | 'ping'
>;

const note = 'insert into jit.audit (at, actor, kind, facts) values ($1::timestamptz, $2, $3, $4::jsonb)';

const setChannel = `
  with before as (select conversation_id from jit.channels where purpose = $5),
  trail as (${note}),
  written as (
    insert into jit.channels (purpose, conversation_id) values ($5, $6)
    on conflict (purpose) do update set conversation_id = excluded.conversation_id
  )
  select conversation_id from before`;

const unsetChannel = `
  with before as (delete from jit.channels where purpose = $5 returning conversation_id),
  trail as (${note})
  select conversation_id from before`;

// Called on every turn, and nearly always with what is already there: then it writes nothing (but the day it was seen).
const remember = `
  insert into jit.conversations as known (id, reference, seen_at) values ($1, $2::jsonb, $3::timestamptz)
  on conflict (id) do update set reference = excluded.reference, seen_at = excluded.seen_at
  where known.reference <> excluded.reference or known.seen_at < excluded.seen_at - interval '1 day'`;

/** The ledger's part that concerns no request. */
export const createSideBooks = (database: Database, now: () => Instant): SideBooks => ({
  channel: async (purpose) => {
    const [row] = await database.query('select conversation_id from jit.channels where purpose = $1', [
      purpose,
    ]);
    return row && textIn(row, 'conversation_id');
  },

  setChannel: async (purpose, conversationId, entry) => {
    const values = [
      isoOf(entry.at),
      storableText(entry.actor),
      entry.kind,
      storableJson(entry.facts),
      purpose,
    ];
    const [row] =
      conversationId === undefined
        ? await database.query(unsetChannel, values)
        : await database.query(setChannel, [...values, storableText(conversationId)]);
    return row && textIn(row, 'conversation_id');
  },

  note: async (entry) => {
    await database.query(note, [
      isoOf(entry.at),
      storableText(entry.actor),
      entry.kind,
      storableJson(entry.facts),
    ]);
  },

  rememberConversation: async (conversationId, reference) => {
    await database.query(remember, [storableText(conversationId), storableJson(reference), isoOf(now())]);
  },

  recallConversation: async (conversationId) => {
    const text = 'select reference from jit.conversations where id = $1';
    return (await database.query(text, [storableText(conversationId)]))[0]?.reference;
  },

  ping: async () => {
    await database.query('select 1');
  },
});
