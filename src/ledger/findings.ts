// The book of findings: what is open beside JIT, numbered, told and acknowledged.
import type { FindingsBook, LookedAt, Scope } from '../access/drift/findings-book.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { afterLook, goneEntry, seenEntry } from '../domain/drift/after-look.ts';
import { type Finding, machineIdOf, rankOf, subscriptionOf } from '../domain/drift/finding.ts';
import type { KnownFinding } from '../domain/drift/known-finding.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import type { Database, Queries, Row } from './database.ts';
import {
  entriesJson,
  entryColumns,
  entryParameters,
  entryRowColumns,
  entryRows,
  entryValues,
} from './entry.ts';
import { findingColumns, knownFrom } from './finding-schema.ts';
import { instantIn, optionalTextIn, textIn } from './rows.ts';
import { storableJson, storableText } from './storable.ts';

// Any number, the same in every replica: looks are recorded one after the other, so that no two find the same thing new.
const looksLock = 7_041_980_213;

const inScope = (condition: string): string => `
  select ${findingColumns} from jit.findings
  where (${condition} and gone_since is null)
    or key in (select value from jsonb_array_elements_text($2::jsonb) as value)
  order by number`;
const ofSubscription = inScope('subscription_id = $1');
const ofMachine = inScope(`machine_id = $1 and kind = 'open'`);

// Asked whenever a form is shown; hardly anything is in it.
const untold = `
  select ${findingColumns} from jit.findings
  where gone_since is null and (told_at is null or told_at < since_at or acknowledgement is not null)
  order by number`;

const insert = `
  insert into jit.findings (key, subscription_id, machine_id, kind, document, first_seen_at, since_at, last_seen_at)
  select key, subscription_id, machine_id, kind, document, $2::timestamptz, $2::timestamptz, $2::timestamptz
  from jsonb_to_recordset($1::jsonb) as given
    (rank integer, key text, subscription_id text, machine_id text, kind text, document jsonb)
  order by rank
  returning ${findingColumns}`;

const update = `
  update jit.findings as known set
    document = given.document, since_at = given.since_at, last_seen_at = $2::timestamptz, gone_since = null
  from jsonb_to_recordset($1::jsonb) as given (number integer, document jsonb, since_at timestamptz)
  where known.number = given.number`;

const leave = `
  update jit.findings set gone_since = $2::timestamptz
  where number in (select value::integer from jsonb_array_elements_text($1::jsonb) as value)`;

const record = `insert into jit.audit (${entryColumns}) select ${entryRowColumns} from ${entryRows(1)}`;

const looked = `
  insert into jit.drift_looks as known (subscription_id, name, read_at, tried_at, problem)
  values ($1, $2, $3::timestamptz, $4::timestamptz, $5)
  on conflict (subscription_id) do update set
    name = excluded.name, read_at = coalesce(excluded.read_at, known.read_at),
    tried_at = excluded.tried_at, problem = excluded.problem
  where known.tried_at <= excluded.tried_at`;

const tell = `
  with trail as (insert into jit.audit (${entryColumns}) values (${entryParameters}))
  update jit.findings set told_at = $7::timestamptz
  where number in (select value::integer from jsonb_array_elements_text($6::jsonb) as value)`;

const acknowledge = `
  with moved as (
    update jit.findings set acknowledgement = $8::jsonb, acknowledgements = acknowledgements + 1
    where number = $6::integer and acknowledgements = $7::integer and gone_since is null
    returning ${findingColumns}
  ),
  trail as (insert into jit.audit (${entryColumns}) select ${entryParameters} from moved)
  select ${findingColumns} from moved`;

/** The book on an opened database. */
export const createFindings = (database: Database): FindingsBook => ({
  record: (scope, seen, at) =>
    database.transaction(async (transaction) => {
      await transaction.query('select pg_advisory_xact_lock($1::bigint)', [looksLock]);
      const known = await knownIn(transaction, scope, seen);
      const { found, there, gone } = afterLook(known, seen, at);
      const before = new Map(known.map((each) => [each.number, each]));
      const added = await insertAll(transaction, found, at);
      await updateAll(transaction, there, at);
      if (gone.length > 0)
        await transaction.query(leave, [JSON.stringify(gone.map(({ number }) => number)), isoOf(at)]);
      await recordAll(transaction, [
        ...[...added, ...there].flatMap((each) => seenEntry(each, at, before.get(each.number)) ?? []),
        ...gone.map((each) => goneEntry(each, at)),
      ]);
      if (scope.kind === 'subscription') await note(transaction, scope.subscription, at);
      return { found: added.length, gone: gone.length };
    }),

  unread: (subscription, at, problem) => note(database, subscription, at, problem),

  looks: async () => {
    const rows = await database.query(
      'select subscription_id, name, read_at, tried_at, problem from jit.drift_looks order by name, subscription_id',
    );
    return rows.map(lookFrom);
  },

  current: async () => {
    const text = `select ${findingColumns} from jit.findings where gone_since is null order by number`;
    return (await database.query(text)).map(knownFrom);
  },

  untold: async () => (await database.query(untold)).map(knownFrom),

  byNumber: async (number) => {
    if (!isNumber(number)) return undefined;
    const text = `select ${findingColumns} from jit.findings where number = $1::integer`;
    const [row] = await database.query(text, [number]);
    return row && knownFrom(row);
  },

  toldEver: async () => {
    const text = 'select number from jit.findings where told_at is not null limit 1';
    return (await database.query(text)).length > 0;
  },

  told: async (numbers, at, entry) => {
    await database.query(tell, [...entryValues(entry), JSON.stringify(numbers), isoOf(at)]);
  },

  acknowledge: async ({ number, acknowledgements }, given, entry) => {
    const document = given === undefined ? null : storableJson(given);
    const values = [...entryValues(entry), number, acknowledgements, document];
    const [row] = await database.query(acknowledge, values);
    return row === undefined ? 'conflict' : knownFrom(row);
  },
});

/** As far as the column goes. */
const isNumber = (number: number): boolean => Number.isInteger(number) && number > 0 && number < 2 ** 31;

async function knownIn(
  queries: Queries,
  scope: Scope,
  seen: readonly Finding[],
): Promise<readonly KnownFinding[]> {
  const [text, id] =
    scope.kind === 'subscription'
      ? ([ofSubscription, scope.subscription.id] as const)
      : ([ofMachine, scope.machineId] as const);
  const keys = storableJson(seen.map(({ key }) => key));
  return (await queries.query(text, [storableText(id), keys])).map(knownFrom);
}

async function insertAll(
  queries: Queries,
  found: readonly Finding[],
  at: Instant,
): Promise<readonly KnownFinding[]> {
  if (found.length === 0) return [];
  const rows = found.map((finding) => ({
    rank: rankOf(finding),
    key: finding.key,
    subscription_id: subscriptionOf(finding).id,
    machine_id: machineIdOf(finding) ?? null,
    kind: finding.kind,
    document: finding,
  }));
  return (await queries.query(insert, [storableJson(rows), isoOf(at)])).map(knownFrom);
}

async function updateAll(queries: Queries, there: readonly KnownFinding[], at: Instant): Promise<void> {
  if (there.length === 0) return;
  const rows = there.map(({ number, finding, since }) => ({
    number,
    document: finding,
    since_at: isoOf(since),
  }));
  await queries.query(update, [storableJson(rows), isoOf(at)]);
}

async function recordAll(queries: Queries, entries: readonly AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await queries.query(record, [entriesJson(entries)]);
}

async function note(
  queries: Queries,
  { id, name }: LookedAt['subscription'],
  at: Instant,
  problem?: string,
): Promise<void> {
  const readAt = problem === undefined ? isoOf(at) : null;
  const why = problem === undefined ? null : storableText(problem);
  await queries.query(looked, [storableText(id), storableText(name), readAt, isoOf(at), why]);
}

function lookFrom(row: Row): LookedAt {
  const readAt = instantIn(row, 'read_at');
  const problem = optionalTextIn(row, 'problem');
  return {
    subscription: { id: textIn(row, 'subscription_id'), name: textIn(row, 'name') },
    ...(readAt === undefined ? {} : { readAt }),
    triedAt: instantIn(row, 'tried_at') ?? 0,
    ...(problem === undefined ? {} : { problem }),
  };
}
