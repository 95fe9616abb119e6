// What the ledger keeps of chat: which channel serves what, and conversation references.
import type { Channel, Ledger } from '../access/ledger-port.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import type { Database, Row } from './database.ts';
import { entryValues, insertEntry } from './entry.ts';
import { optionalTextIn, textIn } from './rows.ts';
import { storableJson, storableText } from './storable.ts';

type SideBooks = Pick<
  Ledger,
  'channel' | 'purposesServed' | 'setChannel' | 'rememberConversation' | 'recallConversation' | 'ping'
>;

const channel = 'select conversation_id, team_group_id from jit.channels where purpose = $1';

const setChannel = `
  with before as (select conversation_id, team_group_id from jit.channels where purpose = $6),
  trail as (${insertEntry}),
  written as (
    insert into jit.channels (purpose, conversation_id, team_group_id) values ($6, $7, $8)
    on conflict (purpose) do update set
      conversation_id = excluded.conversation_id, team_group_id = excluded.team_group_id
  )
  select conversation_id, team_group_id from before`;

const unsetChannel = `
  with before as (delete from jit.channels where purpose = $6 returning conversation_id, team_group_id),
  trail as (${insertEntry})
  select conversation_id, team_group_id from before`;

// Called on every turn, and nearly always with what is already there: then it writes nothing (but the day it was seen).
const remember = `
  insert into jit.conversations as known (id, reference, seen_at) values ($1, $2::jsonb, $3::timestamptz)
  on conflict (id) do update set reference = excluded.reference, seen_at = excluded.seen_at
  where known.reference <> excluded.reference or known.seen_at < excluded.seen_at - interval '1 day'`;

/** The ledger's part that concerns no request. */
export const createSideBooks = (database: Database, now: () => Instant): SideBooks => ({
  channel: async (purpose) => {
    const [row] = await database.query(channel, [storableText(purpose)]);
    return row && channelFrom(row);
  },

  purposesServed: async () => {
    const rows = await database.query('select purpose from jit.channels');
    return new Set(rows.map((row) => textIn(row, 'purpose')));
  },

  setChannel: async (purpose, to, entry) => {
    const values = [...entryValues(entry), storableText(purpose)];
    const [row] =
      to === undefined
        ? await database.query(unsetChannel, values)
        : await database.query(setChannel, [
            ...values,
            storableText(to.conversationId),
            to.teamGroupId === undefined ? null : storableText(to.teamGroupId),
          ]);
    return row && channelFrom(row);
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

function channelFrom(row: Row): Channel {
  const teamGroupId = optionalTextIn(row, 'team_group_id');
  const conversationId = textIn(row, 'conversation_id');
  return teamGroupId === undefined ? { conversationId } : { conversationId, teamGroupId };
}
