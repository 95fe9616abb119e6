// Databases exactly as earlier versions left them: their tables, and requests as they stored them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Postgrator from 'postgrator';
import { z } from 'zod';
import type { Database, Queries } from '../../src/ledger/database.ts';

const migrations = join(import.meta.dirname, '../../src/ledger/migrations');

const machine = z.looseObject({ id: z.string(), name: z.string() });
const terms = z.looseObject({ machine });
const storedRequest = z.looseObject({
  id: z.string(),
  version: z.int(),
  state: z.string(),
  told: z.record(z.string(), z.unknown()),
  requester: z.looseObject({ id: z.string() }),
  origin: z.looseObject({ conversationId: z.string(), activityId: z.string() }),
  asking: z.looseObject({ kind: z.string(), machine: machine.optional() }).optional(),
  terms: terms.optional(),
  sent: z.looseObject({ terms }).optional(),
});
export type StoredRequest = z.output<typeof storedRequest>;

export interface OlderVersion {
  readonly number: 1 | 2;
  /** Requests of every state it knew, as it stored them. */
  readonly requests: readonly StoredRequest[];
  /** Makes its tables. */
  make(database: Database): Promise<void>;
  /** Stores a request as it did. */
  store(queries: Queries, request: StoredRequest): Promise<void>;
  /** What that has to be now. */
  upgraded(request: StoredRequest): unknown;
}

/** When everything here was written, and when the requests are to be looked at again. */
export const writtenAt = Date.UTC(2026, 10, 23, 12);
export const wakeAt = Date.UTC(2026, 10, 23, 20);

/**
 * Those of version 2 are the samples that its own tests had (commit 9ddf6e0), stored by its own code: as they were, and
 * (`barest-…`) without every field that may be left out.
 */
const requestsOf = (version: 1 | 2): readonly StoredRequest[] => {
  const file = join(import.meta.dirname, `version-${version}-requests.json`);
  return z.array(storedRequest).parse(JSON.parse(readFileSync(file, 'utf8')));
};

/** @param pattern of the migrations there were */
const makeBy = (pattern: string) => async (database: Database) => {
  const postgrator = new Postgrator({
    driver: 'pg',
    schemaTable: 'jit.schema_version',
    migrationPattern: join(migrations, pattern),
    newline: 'LF',
    execQuery: async (sql) => ({ rows: [...(await database.query(sql))] }),
    execSqlScript: (sql) => database.script(sql),
  });
  await postgrator.migrate();
};

const columns = `id, version, state, requester_id, conversation_id, activity_id, wake_at, document, created_at, updated_at`;
const parameters = `$1, $2::int, $3, $4, $5, $6, $7::timestamptz, $8::jsonb, $9::timestamptz, $9::timestamptz`;

const valuesOf = (request: StoredRequest): readonly unknown[] => [
  request.id,
  request.version,
  request.state,
  request.requester.id,
  request.origin.conversationId,
  request.origin.activityId,
  new Date(wakeAt).toISOString(),
  JSON.stringify(request),
  new Date(writtenAt).toISOString(),
];

/** What version 3 adds to a request of version 2. */
const withLifeOfAGrant = (request: StoredRequest) => ({
  ...request,
  shape: 3,
  ...(request.state === 'draft' && { link: { number: 1, expiresAt: 0 } }),
  ...(request.state === 'open' && {
    lookAt: 0,
    told: {
      'on-call/ready': { at: 0, why: 'It opened before on-call was told of openings.' },
      ...request.told,
    },
  }),
  ...(request.asking?.kind === 'form' && { asking: { ...request.asking, holes: [] } }),
});

/** What version 2 added to a request of version 1. */
const withApprovals = (request: StoredRequest): StoredRequest => ({
  ...request,
  decisionCards: [],
  ...(request.terms && { grounds: { kind: 'jit-policy' } }),
  ...(request.asking?.kind === 'form' && { asking: { ...request.asking, outlook: [] } }),
});

export const version1: OlderVersion = {
  number: 1,
  requests: requestsOf(1),
  make: makeBy('001.*.sql'),
  store: async (queries, request) => {
    await queries.query(`insert into jit.requests (${columns}) values (${parameters})`, valuesOf(request));
  },
  upgraded: (request) => withLifeOfAGrant(withApprovals(request)),
};

export const version2: OlderVersion = {
  number: 2,
  requests: requestsOf(2),
  make: makeBy('{001,002}.*.sql'),
  store: async (queries, request) => {
    const { asking, terms: agreed = request.sent?.terms } = request;
    const named = asking?.machine ?? agreed?.machine;
    await queries.query(
      `insert into jit.requests (${columns}, machine_id, machine_name) values (${parameters}, $10, $11)`,
      [...valuesOf(request), named?.id ?? null, named?.name ?? null],
    );
  },
  upgraded: withLifeOfAGrant,
};
