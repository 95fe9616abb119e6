// Changes of the setup in the database: created once, saved by compare-and-set.
import type { SetupBook } from '../access/setup/setup-book.ts';
import type { SetupChange } from '../domain/setup/setup-change.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { entriesJson, entryColumns, entryRowColumns, entryRows } from './entry.ts';
import { textIn } from './rows.ts';
import { setupChangeFrom } from './setup-schema.ts';
import { storableJson, storableText } from './storable.ts';

const trailOf = (from: string, parameter: number): string =>
  `insert into jit.audit (${entryColumns}) select ${entryRowColumns} from ${from}, ${entryRows(parameter)}`;

/** A repeated origin inserts nothing and reads what is there. */
const create = `
  with created as (
    insert into jit.setup_changes (id, version, state, by_id, conversation_id, activity_id, wake_at, document,
      created_at, updated_at)
    values ($1, 1, $2, $3, $4, $5, $6::timestamptz, $7::jsonb, $8::timestamptz, $8::timestamptz)
    on conflict on constraint setup_changes_origin do nothing
    returning id
  ), trail as (${trailOf('created', 9)})
  select true as created, null::jsonb as document from created
  union all
  select false, document from jit.setup_changes
  where conversation_id = $4 and activity_id = $5 and not exists (select from created)`;

const byOrigin = 'select document from jit.setup_changes where conversation_id = $1 and activity_id = $2';

const save = `
  with saved as (
    update jit.setup_changes set
      version = version + 1, state = $3, document = $4::jsonb, wake_at = $5::timestamptz, updated_at = $6::timestamptz
    where id = $1 and version = $2::int
    returning id
  ), trail as (${trailOf('saved', 7)})
  select id from saved`;

const draftsOf = `
  select document from jit.setup_changes where by_id = $1 and state = 'draft'
  order by created_at desc, id desc limit $2::int`;

const due = `
  select id from jit.setup_changes where wake_at <= $1::timestamptz order by wake_at limit $2::int`;

/** The ledger's part that concerns changes of the setup. */
export const createSetupBook = (database: Database, now: () => Instant): SetupBook => ({
  create: async (change, entries, wakeAt) => {
    const first = { ...change, version: 1 };
    const { conversationId, activityId } = change.origin;
    const origin = [storableText(conversationId), storableText(activityId)];
    const [row] = await database.query(create, [
      storableText(first.id),
      first.state,
      storableText(first.by.id),
      ...origin,
      isoOf(wakeAt),
      storableJson(first),
      isoOf(now()),
      entriesJson(entries),
    ]);
    if (row?.created === true) return { created: true, change: first };
    // No row at all: the other delivery committed while the statement ran, which only a new one can see.
    const existing = row ?? (await database.query(byOrigin, origin))[0];
    return { created: false, change: setupChangeFrom(existing?.document) };
  },

  load: async (id) => {
    const text = 'select document from jit.setup_changes where id = $1';
    const [row] = await database.query(text, [storableText(id)]);
    return row && setupChangeFrom(row.document);
  },

  save: async (change, entries, wakeAt) => {
    const next: SetupChange = { ...change, version: change.version + 1 };
    const [row] = await database.query(save, [
      storableText(next.id),
      change.version,
      next.state,
      storableJson(next),
      wakeAt === undefined ? null : isoOf(wakeAt),
      isoOf(now()),
      entriesJson(entries),
    ]);
    return row === undefined ? 'conflict' : next;
  },

  draftsOf: async (personId, limit) =>
    (await database.query(draftsOf, [storableText(personId), limit])).map((row) =>
      setupChangeFrom(row.document),
    ),

  due: async (at, limit) => (await database.query(due, [isoOf(at), limit])).map((row) => textIn(row, 'id')),
});
