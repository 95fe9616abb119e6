// What earlier versions kept besides requests, and how to see that none of it is lost.
import { z } from 'zod';
import type { Database, Row } from '../../src/ledger/database.ts';
import { type OlderVersion, writtenAt } from './older-versions.ts';

export const web01 =
  '/subscriptions/10000000-0000-4000-8000-000000000001/resourcegroups/rg-web/providers/microsoft.compute/virtualmachines/web-01';
const at = new Date(writtenAt).toISOString();
/** In force when it was written. */
export const allowance = {
  id: 'allowance-1',
  person: { id: 'bob', name: 'Bob' },
  by: { id: 'grace', name: 'Grace' },
  machineId: web01,
  machine: 'web-01',
  port: 3389,
  from: writtenAt,
  until: writtenAt + 1000,
};

/** Fills what a version had; the requests are there already. */
export async function fill(database: Database, version: OlderVersion): Promise<void> {
  await fillVersion1(database);
  if (version.number > 1) await fillVersion2(database);
}

/** What version 1 kept besides requests. */
async function fillVersion1(database: Database): Promise<void> {
  await database.query(
    `insert into jit.audit (at, actor, kind, request_id, version, facts) values
      ($1, 'ada', 'asked', 'withdrawn', 1, '{"wish": {}}'),
      ($1, 'ada', 'asked-again', 'withdrawn', 2, $2::jsonb),
      ($1, 'bot', 'looked', 'open', 3, '{}')`,
    [at, JSON.stringify({ machine: web01 })],
  );
  await database.script(`
    insert into jit.channels (purpose, conversation_id) values ('on-call', '19:ops');
    insert into jit.conversations (id, reference, seen_at) values ('19:ops', '{"id": 1}', now())`);
}

/** What version 2 kept besides. */
async function fillVersion2(database: Database): Promise<void> {
  await database.query(
    `insert into jit.audit (at, actor, kind, rule, request_id, version, facts) values
      ($1, 'ada', 'approval-asked', 'production', 'pending', 1, '{}'),
      ($1, 'grace', 'allowed', 'production', null, null, $2::jsonb)`,
    [at, JSON.stringify({ machineId: web01 })],
  );
  await database.query(
    `insert into jit.allowances (id, person_id, from_at, until_at, document)
     values ($1, 'bob', $2::timestamptz, $3::timestamptz, $4::jsonb)`,
    [allowance.id, at, new Date(allowance.until).toISOString(), JSON.stringify(allowance)],
  );
  await database.script(`
    insert into jit.channels (purpose, conversation_id, team_group_id) values ('approvals', '19:a', 'team');
    insert into jit.announcements (key, at) values ('policy/1', now())`);
}

export type Rows = Readonly<Record<string, readonly Row[]>>;

/** Every row, but for what an upgrade is to change. */
export async function rowsOf(database: Database, version: OlderVersion): Promise<Rows> {
  const tables = {
    requests: 'id',
    audit: 'seq',
    channels: 'purpose',
    conversations: 'id',
    ...(version.number > 1 && { allowances: 'id', announcements: 'key' }),
  };
  const found: Record<string, readonly Row[]> = {};
  for (const [table, key] of Object.entries(tables)) {
    // As JSON: the embedded database keeps the plan of a statement, and with it the columns there were.
    const changed = table === 'requests' ? `- 'document' - 'wake_at'` : '';
    const text = `select to_jsonb(each) ${changed} as row from jit.${table} as each order by each.${key}`;
    found[table] = (await database.query(text)).map(({ row }) =>
      z.record(z.string(), z.unknown()).parse(row),
    );
  }
  return found;
}

/** Of rows that have got more columns since, those that the earlier rows have. */
export const columnsAsIn = (earlier: readonly Row[], later: readonly Row[] = []): readonly Row[] =>
  later.map((row) =>
    Object.fromEntries(Object.keys(earlier[0] ?? {}).map((column) => [column, row[column]])),
  );
