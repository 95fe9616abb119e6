// How long the bot takes, after a start with thousands of grants open, until all of them are watched again; and its memory.
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { defaultPace, nextWatch } from '../src/domain/pace.ts';
import { openLedger } from '../src/ledger/open-ledger.ts';
import { createLog } from '../src/log.ts';
import type { Books } from './ends-books.ts';
import { type LargeAzure, startBotOn, startLargeAzure } from './large-world.ts';
import { onEachEngine } from './on-each-engine.ts';
import { estateWithRules, ofTheirOwn, openGrant, recordGrants } from './open-grants.ts';
import type { Running } from './processes.ts';
import type { Finding, Section } from './section.ts';

/** `BENCH_OPEN_GRANTS` makes it smaller, for trying it out. */
const grants = Number(process.env.BENCH_OPEN_GRANTS ?? 10_000);
const size = { machines: grants, subscriptions: 20, nsgs: 2, open: grants };
const nsgs = size.subscriptions * size.nsgs;
/** How long no process was there: what fell due meanwhile is overdue at the start. */
const awaySeconds = Number(process.env.BENCH_AWAY_SECONDS ?? 60);
const giveUpMilliseconds = 180_000;
const settledMilliseconds = Number(process.env.BENCH_SETTLE_SECONDS ?? 60) * 1000;

export const section: Section = {
  name: 'resume',
  about: `a start with ${grants} open grants behind ${nsgs} NSGs in ${size.subscriptions} subscriptions, ${awaySeconds} s after the last process ended`,
  async run() {
    const azure = await startLargeAzure(size);
    try {
      return await onEachEngine((engine, books) => measured(engine, azure, books));
    } finally {
      await azure.stop();
    }
  },
};

async function measured(engine: string, azure: LargeAzure, books: Books): Promise<readonly Finding[]> {
  await seedGrants(books);
  await azure.forget();
  const startedAt = new Date();
  const began = performance.now();
  const bot = await startBotOn(azure, books, '/healthz', 'info');
  try {
    while (!(await isResumed(bot, azure, books, startedAt))) {
      if (performance.now() - began > giveUpMilliseconds)
        throw new Error(`Not all of ${grants} grants were taken up within ${giveUpMilliseconds / 1000} s.`);
      await pause(50);
    }
    const seconds = (performance.now() - began) / 1000;
    const atOnce = await bot.residentMegabytes();
    await pause(settledMilliseconds);
    return findingsOf(engine, seconds, atOnce, bot, await bot.residentMegabytes());
  } finally {
    await bot.stop();
  }
}

/** As a process leaves them that ended a while ago: the looks that grants take by themselves are spread over the time between two. */
async function seedGrants(books: Books): Promise<void> {
  const { estate, rules } = estateWithRules(size, grants);
  const { ledger, close } = await openLedger({ ...books, log: createLog('error') });
  const now = Date.now();
  const between = nextWatch({}, 0, defaultPace);
  const requests = rules.map((rule, number) => {
    const lookedAt = now - awaySeconds * 1000 - (number / grants) * between;
    const lookAt = nextWatch({}, lookedAt, defaultPace);
    return openGrant(estate, number, rule, now, { ...ofTheirOwn(number), lookAt });
  });
  await recordGrants(ledger, requests);
  await close();
}

/**
 * The watch says that it has looked at every port once, and Azure that every NSG was read for it; and (where the books can be
 * looked into while the bot uses them) no wake-up is left that was due when it started.
 */
async function isResumed(
  bot: Running,
  azure: LargeAzure,
  { databaseUrl }: Books,
  startedAt: Date,
): Promise<boolean> {
  const looked = `{"open":${grants},"rest":0,"failed":0,"msg":"all open ports were looked at once"}`;
  if (!bot.written().includes(looked.slice(1)) || (await azure.counts()).nsgsRead < nsgs) return false;
  if (databaseUrl === undefined) return true;
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const overdue = 'select 1 from jit.requests where wake_at <= $1::timestamptz limit 1';
    return (await client.query(overdue, [startedAt.toISOString()])).rows.length === 0;
  } finally {
    await client.end();
  }
}

function findingsOf(
  engine: string,
  seconds: number,
  atOnce: number,
  { startMilliseconds }: Running,
  later: number,
): readonly Finding[] {
  const memory = { of: 'ours', is: 'at most', value: 300 } as const;
  return [
    {
      measure: `${engine}: start → ${grants} open grants resumed (s)`,
      ours: seconds,
      goal: { of: 'ours', is: 'at most', value: 5 },
      digits: 1,
    },
    {
      measure: `${engine}: of that until it answers over HTTP (s)`,
      ours: startMilliseconds / 1000,
      digits: 1,
    },
    { measure: `${engine}: resident memory then (MB)`, ours: atOnce, goal: memory },
    {
      measure: `${engine}: resident memory after ${settledMilliseconds / 1000} s (MB)`,
      ours: later,
      goal: memory,
    },
  ];
}
