// A thousand grants that end in the same second: how late each end is in the books, and how long its words take.
import { startAzureSimulator } from '../sandbox/azure/simulator.ts';
import type { Database } from '../src/ledger/database.ts';
import { instantIn } from '../src/ledger/rows.ts';
import { until } from '../test/support/until.ts';
import { asShipped } from './as-shipped.ts';
import { type Books, openBooks, seedEnds } from './ends-books.ts';
import { type Chat, startCountingChat } from './ends-chat.ts';
import { onEachEngine } from './on-each-engine.ts';
import { estateWithRules } from './open-grants.ts';
import { startContestant } from './processes.ts';
import type { Finding, Section } from './section.ts';
import { percentile } from './statistics.ts';

/** Fewer with ENDS_GRANTS, to try the measure out. */
const grants = Number(process.env.ENDS_GRANTS ?? 1000);
const nsgs = 20;
/** Seeding and the bot's start have to be over by then. Raise it with ENDS_AFTER_SECONDS on a slow machine. */
const endsAfterSeconds = Number(process.env.ENDS_AFTER_SECONDS ?? 60);
/** Teams' rate for one bot: nothing could be said faster. */
const perSecond = 30;
const patienceSeconds = 300;

export const section: Section = {
  name: 'ends',
  about: `${grants} open grants behind ${nsgs} NSGs that all end in the same second, their rules gone by then; each has a chat of its own`,
  run: () => onEachEngine(measured),
};

async function measured(engine: string, books: Books): Promise<readonly Finding[]> {
  const stops: (() => Promise<unknown>)[] = [];
  try {
    const { estate, rules } = estateWithRules({ machines: grants, subscriptions: 1, nsgs }, grants);
    const azure = await startAzureSimulator({ estate, pageSize: 1000 });
    stops.push(() => azure.close());
    const chat = await startCountingChat();
    stops.push(() => chat.close());
    const endsAt = Math.ceil(Date.now() / 1000) * 1000 + endsAfterSeconds * 1000;
    await seedEnds(books, { estate, rules, serviceUrl: chat.url, endsAt });

    const bot = await startContestant({
      command: asShipped,
      variables: (port) => ({
        LOCAL_MODE: '1',
        PORT: String(port),
        AZURE_ARM_ENDPOINT: azure.url,
        DATA_DIR: books.dataDir,
        ACCESS_POLICY: 'sandbox/access-policy.yaml',
        DRIFT_SECONDS: '0',
        LOG_LEVEL: 'warn',
        TURNS_PER_PERSON: '1000000',
        ...(books.databaseUrl !== undefined && { DATABASE_URL: books.databaseUrl }),
      }),
      readyPath: '/readyz',
      readyStatus: 200,
    });
    stops.push(bot.stop);
    if (Date.now() > endsAt - 2000) throw new Error('The machine was too slow: raise ENDS_AFTER_SECONDS.');
    setTimeout(() => {
      for (const { nsg, name } of rules) azure.wipeRule(nsg, name);
    }, endsAt - Date.now());
    const before = await bot.cpuMilliseconds();
    await until(() => chat.notices().length >= grants, endsAfterSeconds + patienceSeconds);
    await until(() => chat.all().length >= 2 * grants, patienceSeconds);
    const cpu = ((await bot.cpuMilliseconds()) - before) / grants;
    // The last receipt is written after its answer.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await bot.stop();
    return [
      ...(await findings(engine, books, chat, endsAt)),
      { measure: `${engine}: CPU time per end, words and all (ms)`, ours: cpu, digits: 1 },
    ];
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}

async function findings(
  engine: string,
  books: Books,
  chat: Chat,
  endsAt: number,
): Promise<readonly Finding[]> {
  const database = await openBooks(books);
  try {
    const ended = await lateness(database, 'ended', endsAt);
    const closed = await lateness(database, 'closed', endsAt);
    const after = (arrivals: readonly number[]): number => (Math.max(...arrivals) - endsAt) / 1000;
    const late = (what: string, all: readonly number[], share: number): Finding => ({
      measure: `${engine}: end → ${what} recorded, p${share * 100} (s)`,
      ours: percentile(all, share),
      ...(share === 0.99 && { goal: { of: 'ours', is: 'at most', value: 3 } }),
      digits: 2,
    });
    const words = (what: string, ours: number, messages: number): Finding => ({
      measure: `${engine}: end → ${what} (s)`,
      ours,
      reference: { name: `Teams' rate, ${perSecond} a second`, value: messages / perSecond },
      digits: 1,
    });
    return [
      late('end', ended, 0.5),
      late('end', ended, 0.99),
      late('closed', closed, 0.5),
      late('closed', closed, 0.99),
      words(`all ${grants} notices out`, after(chat.notices()), grants),
      words(`all ${grants} cards drawn, too`, after(chat.all()), 2 * grants),
      {
        measure: `${engine}: most messages in any second`,
        ours: mostInASecond(chat.all()),
        goal: { of: 'ours', is: 'at most', value: perSecond },
      },
    ];
  } finally {
    await database.close();
  }
}

/** Seconds from the end until each entry was written. @throws Error when one is missing, or there twice */
async function lateness(database: Database, kind: string, endsAt: number): Promise<readonly number[]> {
  const rows = await database.query(
    'select request_id, bench_written from jit.audit where kind = $1 order by request_id',
    [kind],
  );
  if (rows.length !== grants || new Set(rows.map((row) => row.request_id)).size !== grants)
    throw new Error(`${rows.length} entries say ${kind}, and ${grants} should.`);
  return rows.map((row) => ((instantIn(row, 'bench_written') ?? Number.NaN) - endsAt) / 1000);
}

function mostInASecond(arrivals: readonly number[]): number {
  const times = arrivals.toSorted((one, other) => one - other);
  let from = 0;
  return times.reduce((most, at, index) => {
    while (at - (times[from] ?? at) >= 1000) from += 1;
    return Math.max(most, index - from + 1);
  }, 0);
}
