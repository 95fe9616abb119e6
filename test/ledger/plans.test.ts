// How the ledger's questions are answered where it has grown: by an index, never by reading all of a large table.
import assert from 'node:assert/strict';
import { Client } from 'pg';
import { z } from 'zod';
import { createAuditTrail } from '../../src/ledger/audit-trail.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openLedger } from '../../src/ledger/open-ledger.ts';
import { openPostgres } from '../../src/ledger/postgres.ts';
import * as statements from '../../src/ledger/request-statements.ts';
import * as standing from '../../src/ledger/standing-statements.ts';
import * as watchable from '../../src/ledger/watch-statements.ts';
import { keptLog } from '../support/kept-log.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';

/** A year of a large organisation: 100,000 requests, 10,000 of them open, and 300,000 entries. */
const grown = [
  // Each entry would look its request up otherwise.
  'set session_replication_role = replica',
  `insert into jit.requests (id, version, state, requester_id, conversation_id, activity_id, wake_at, document,
     created_at, updated_at, machine_id, machine_name)
   select 'request-' || n, 5, case when n % 10 = 0 then 'open' when n % 1000 = 1 then 'pending' else 'closed' end,
     'person-' || n % 5000, 'chat-' || n % 5000, 'said-' || n,
     case when n % 10 = 0 then now() + n % 600 * interval '1 second' end,
     '{"shape": 3}', now() - n * interval '5 minutes', now(), 'machine-' || n % 20000, 'machine'
   from generate_series(1, 100000) as n`,
  `insert into jit.audit (at, actor, kind, request_id, version, facts)
   select now() - n * interval '90 seconds', case when n % 3 = 0 then 'person-' || n % 5000 else 'bot' end,
     (array['asked', 'opened', 'closed', 'looked', 'shown', 'initiate-sent'])[1 + n % 6],
     'request-' || 1 + n % 100000, 1, '{}'
   from generate_series(1, 300000) as n`,
  'analyze jit.requests',
  'analyze jit.audit',
];

type Plan = { 'Node Type': string; 'Relation Name'?: string | undefined; Plans?: Plan[] | undefined };
const planSchema: z.ZodType<Plan> = z.looseObject({
  'Node Type': z.string(),
  'Relation Name': z.string().optional(),
  Plans: z.array(z.lazy(() => planSchema)).optional(),
});

/** Tables that a plan reads from one end to the other. */
const readWhole = (plan: Plan): readonly string[] => [
  ...(plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? '?'] : []),
  ...(plan.Plans ?? []).flatMap(readWhole),
];

describe('A ledger that has grown', function () {
  this.timeout(180_000);
  let server: RealPostgres;
  let database: Database;

  before(async () => {
    server = await startPostgres();
    const databaseUrl = await server.freshDatabase();
    const books = await openLedger({ databaseUrl, dataDir: '/nowhere', log: keptLog() });
    await books.close();
    database = openPostgres(databaseUrl, () => undefined);
    // Not through the bot's own connections, which give up a statement that takes so long.
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    for (const text of grown) await client.query(text);
    await client.end();
  });
  after(async () => {
    await database.close();
    await server.stop();
  });

  /** As planned for any values: drivers prepare a statement once. */
  const plannedFor = async (text: string): Promise<Plan> => {
    const [row] = await database.query(`explain (generic_plan, format json) ${text}`);
    const [{ Plan }] = z.tuple([z.looseObject({ Plan: planSchema })]).parse(row?.['QUERY PLAN']);
    return Plan;
  };

  const asked: readonly (readonly [what: string, text: string])[] = [
    ['one request', statements.load],
    ['the request of a message', statements.byOrigin],
    ['what a person has', statements.currentOf],
    ['all that is open', statements.grants],
    ['what is open on a machine', statements.grantsOf],
    ['what is open in a subscription', statements.grantsIn],
    ['what waits for people', statements.undecided],
    ['what is overdue', statements.overlooked],
    ['when requests are due', statements.wakeTimes],
    ['what a watch is to look at', watchable.savedSince],
    ['all that a watch looks at', watchable.all],
    ['the requests that a watch takes in', watchable.documents],
    ['a lease', statements.lease],
    ['a save', statements.save],
    ['how many grants there are, and how many late', standing.granted],
    ['how many wait for people', standing.undecided],
    ['what is behind its time', standing.firstBehind],
  ];
  for (const [what, text] of asked)
    it(`answers ${what} by an index`, async () => {
      assert.deepEqual(readWhole(await plannedFor(text)), []);
    });

  it('tells histories and a day’s turns by an index', async () => {
    const texts: string[] = [];
    const listening: Database = {
      ...database,
      query: async (text) => {
        texts.push(text);
        return [];
      },
    };
    const trail = createAuditTrail(listening);
    await trail.history({ machineId: 'machine-7' }, 20);
    await trail.history({ personId: 'person-7' }, 20);
    await trail.turns(0, 1).catch(() => undefined);
    assert.equal(texts.length, 3);
    for (const text of texts) assert.deepEqual(readWhole(await plannedFor(text)), [], text);
  });
});
