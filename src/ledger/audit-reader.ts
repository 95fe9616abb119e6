// Reads the whole audit trail for an export: page by page, changing nothing, beside a running bot where the database allows.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import { type Instant, isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { requireThisVersion } from './migrate.ts';
import { openPglite } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import type { DatabasePassword } from './signing-in.ts';

/** An entry with what is known of the request it belongs to. */
export interface TrailEntry {
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly kind: string;
  readonly rule: string | null;
  readonly requestId: string | null;
  /** Version of the request that the entry's move made; `null`: it moved none. */
  readonly version: number | null;
  /** Entra object id, and the name they had when they asked. */
  readonly requester: { readonly id: string; readonly name: string } | null;
  /** ARM id, lower case: the machine the entry is about, or else the one its request named last. */
  readonly machine: { readonly id: string; readonly name: string | null } | null;
  /** JSON, in practice an object. */
  readonly facts: unknown;
}

export interface AuditReader {
  /**
   * Entries in the order in which they were written, as far as they were when the reading began.
   * @param since the earliest `at`; `until` (not included) the end. Left out: no bound.
   */
  entries(since?: Instant, until?: Instant): AsyncIterable<TrailEntry>;
  close(): Promise<void>;
}

/**
 * Opens the server at `databaseUrl` or, without one, the embedded database in `dataDir`. Makes and migrates nothing.
 * @throws Fault `unavailable` (not reachable, or the bot is using the embedded database) or `rejected` (not of this version).
 */
export const openAuditReader = async (place: {
  readonly databaseUrl?: string;
  /** Asked at each new connection to a server. Left out: `databaseUrl` holds the password. */
  readonly databasePassword?: DatabasePassword;
  readonly dataDir: string;
}): Promise<AuditReader> => {
  const database = await openExisting(place);
  try {
    await requireThisVersion(database);
  } catch (error) {
    await database.close();
    throw error;
  }
  return { entries: (since, until) => entriesOf(database, since, until), close: () => database.close() };
};

async function openExisting({
  databaseUrl,
  databasePassword,
  dataDir,
}: Parameters<typeof openAuditReader>[0]): Promise<Database> {
  // A connection that breaks while idle shows itself with the next page.
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, () => undefined, databasePassword);
  if (!existsSync(join(dataDir, 'pglite')))
    throw new Fault('rejected', `There is no database of JIT Access in ${dataDir}.`);
  return openPglite(dataDir);
}

// A page is a stretch of numbers and not a number of entries, so that each takes about as long, also before the first match.
const pageSize = 1000;

const page = `
  select entry.seq::text, entry.at, entry.actor, entry.kind, entry.rule, entry.request_id, entry.version, entry.facts,
    request.requester_id, request.document #>> '{requester,name}' as requester_name,
    coalesce(entry.facts ->> 'machineId', request.machine_id) as machine_id,
    case when entry.facts ->> 'machineId' <> coalesce(request.machine_id, '') then entry.facts ->> 'machine'
      else request.machine_name end as machine_name
  from jit.audit as entry left join jit.requests as request on request.id = entry.request_id
  where entry.seq > $1::bigint and entry.seq <= $2::bigint
    and entry.at >= coalesce($3::timestamptz, '-infinity') and entry.at < coalesce($4::timestamptz, 'infinity')
  order by entry.seq`;

async function* entriesOf(
  database: Database,
  since: Instant | undefined,
  until: Instant | undefined,
): AsyncIterable<TrailEntry> {
  const [newest] = await database.query('select coalesce(max(seq), 0)::text as seq from jit.audit');
  const end = z.coerce.number().parse(newest?.seq);
  for (let start = 0; start < end; start += pageSize) {
    const values = [start, Math.min(start + pageSize, end), isoOrNull(since), isoOrNull(until)];
    for (const row of await database.query(page, values)) yield entryFrom(row);
  }
}

const isoOrNull = (instant: Instant | undefined): string | null =>
  instant === undefined ? null : isoOf(instant);

const pageRow = z.object({
  seq: z.string().transform(Number),
  at: z.date().transform((date) => date.getTime()),
  actor: z.string(),
  kind: z.string(),
  rule: z.string().nullable(),
  request_id: z.string().nullable(),
  version: z.int().nullable(),
  facts: z.unknown(),
  requester_id: z.string().nullable(),
  requester_name: z.string().nullable(),
  machine_id: z.string().nullable(),
  machine_name: z.string().nullable(),
});

function entryFrom(row: unknown): TrailEntry {
  const { seq, at, actor, kind, rule, request_id, version, facts, ...about } = pageRow.parse(row);
  const { requester_id, requester_name, machine_id, machine_name } = about;
  return {
    seq,
    at,
    actor,
    kind,
    rule,
    requestId: request_id,
    version,
    requester: requester_id === null ? null : { id: requester_id, name: requester_name ?? '' },
    machine: machine_id === null ? null : { id: machine_id, name: machine_name },
    facts,
  };
}
