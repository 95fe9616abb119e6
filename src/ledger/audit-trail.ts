// The audit trail besides the entries of moves: notes, things said once, and its history by machine or person.
import { z } from 'zod';
import type { AuditRow, HistorySubject, Ledger } from '../access/ledger-port.ts';
import { isoOf } from '../domain/time.ts';
import type { Database, Row } from './database.ts';
import { entryColumns, entryParameters, entryValues } from './entry.ts';
import { storableText } from './storable.ts';

type AuditTrail = Pick<Ledger, 'note' | 'history' | 'turns' | 'announced' | 'announce'>;

/** An unknown request id leaves the entry without a request, and a request gives it its rule. */
const note = `
  insert into jit.audit (${entryColumns}, request_id)
  select $1::timestamptz, $2::text, $3::text,
    coalesce($4::text, request.document #>> '{grounds,rule}', request.document #>> '{sent,grounds,rule}'),
    $5::jsonb, request.id
  from (select $6::text as id) as named left join jit.requests as request on request.id = named.id`;

const announce = `
  with first as (
    insert into jit.announcements (key, at) values ($6, $1::timestamptz) on conflict (key) do nothing returning key
  )
  insert into jit.audit (${entryColumns})
  select ${entryParameters} from first`;

/** @param found statements that find entries' `seq` for $1, each by an index of its own */
const history = (...found: readonly string[]): string => `
  with newest as (select seq from (${found.join(' union ')}) as found order by seq desc limit $2::int)
  select entry.seq::text, entry.at, entry.actor, entry.kind, entry.rule, entry.request_id, entry.facts,
    request.document #>> '{requester,name}' as requester_name
  from newest join jit.audit as entry on entry.seq = newest.seq
    left join jit.requests as request on request.id = entry.request_id
  order by entry.seq desc`;

const ofRequests = (column: string): string =>
  `select seq from jit.audit where request_id = any(array(select id from jit.requests where ${column} = $1))`;

const ofMachine = history(
  ofRequests('machine_id'),
  `select seq from jit.audit where facts ->> 'machineId' = $1`,
);
const ofPerson = history(
  ofRequests('requester_id'),
  // As the index has it: there are none of the bot itself.
  `select seq from jit.audit where actor = $1 and actor <> 'bot'`,
);

// By the index on the times of just these kinds.
const turnsWithin = `
  with turned as (
    select entry.kind, entry.facts -> 'remains' is not null as remains,
      request.document -> 'extends' is not null as extends,
      request.document -> 'openedAt' is not null as seen
    from jit.audit as entry join jit.requests as request on request.id = entry.request_id
    where entry.kind in ('opened', 'closed', 'failed')
      and entry.at >= $1::timestamptz and entry.at < $2::timestamptz
  )
  select
    count(*) filter (where kind = 'opened' and not extends)::int as opened,
    count(*) filter (where kind = 'opened' and extends)::int as extended,
    count(*) filter (where kind = 'closed' and seen and not remains)::int as closed,
    count(*) filter (where kind = 'closed' and remains)::int as "stillOpen",
    count(*) filter (where kind = 'failed' or (kind = 'closed' and not seen and not remains))::int as unopened
  from turned`;

const turnsRow = z.object({
  opened: z.int(),
  extended: z.int(),
  closed: z.int(),
  stillOpen: z.int(),
  unopened: z.int(),
});

/** The ledger's part that concerns the trail. */
export const createAuditTrail = (database: Database): AuditTrail => ({
  note: async (entry, requestId) => {
    const named = requestId === undefined ? null : storableText(requestId);
    await database.query(note, [...entryValues(entry), named]);
  },

  history: async (about, limit) => {
    const [text, id] = subject(about);
    return (await database.query(text, [storableText(id), limit])).map(rowFrom);
  },

  turns: async (from, until) => {
    const [row] = await database.query(turnsWithin, [isoOf(from), isoOf(until)]);
    return turnsRow.parse(row);
  },

  announced: async (key) => {
    const text = 'select key from jit.announcements where key = $1';
    return (await database.query(text, [storableText(key)])).length > 0;
  },

  announce: async (key, entry) => {
    await database.query(announce, [...entryValues(entry), storableText(key)]);
  },
});

const subject = (about: HistorySubject): readonly [text: string, id: string] =>
  'machineId' in about ? [ofMachine, about.machineId] : [ofPerson, about.personId];

const optionalText = z
  .string()
  .nullable()
  .transform((text) => text ?? undefined);

const auditRow = z.object({
  seq: z.string().transform(Number),
  at: z.date().transform((date) => date.getTime()),
  actor: z.string(),
  kind: z.string(),
  rule: optionalText,
  request_id: optionalText,
  facts: z.record(z.string(), z.unknown()),
  requester_name: optionalText,
});

function rowFrom(row: Row): AuditRow {
  const { seq, at, actor, kind, rule, request_id, facts, requester_name } = auditRow.parse(row);
  return {
    seq,
    at,
    actor,
    kind,
    ...(rule === undefined ? {} : { rule }),
    ...(request_id === undefined ? {} : { requestId: request_id }),
    facts,
    ...(requester_name === undefined ? {} : { requesterName: requester_name }),
  };
}
