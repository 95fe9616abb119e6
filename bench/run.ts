// `npm run bench`: how fast the sentence → card turn is, against a bare echo bot in the same run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Competitor, type Round, round } from './measure.ts';
import { type Contestant, type Helper, startContestant, startHelper } from './processes.ts';
import { type Measured, report } from './report.ts';

const rounds = 5;
const warmUp = { busy: 5, alone: 0.5 };
const measured = { busy: 2.5, alone: 1 };

const stops: (() => Promise<unknown>)[] = [];
try {
  await bench();
} finally {
  for (const stop of stops.toReversed()) await stop();
}

async function bench(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-bench-'));
  stops.push(() => rm(dataDir, { recursive: true, force: true }));
  const azure = await helper('azure.ts');
  const connector = await helper('connector.ts');

  const ours = await competitor('ours', 'cards', {
    command: () => ['src/main.ts'],
    variables: (port) => ({
      LOCAL_MODE: '1',
      PORT: String(port),
      AZURE_ARM_ENDPOINT: azure.url,
      DATA_DIR: dataDir,
      // Approvals and groups are in it, and what is asked here needs neither.
      ACCESS_POLICY: 'sandbox/access-policy.yaml',
      LOG_LEVEL: 'warn',
    }),
    readyPath: '/readyz',
    readyStatus: 200,
  });
  const echo = await competitor('echo bot', 'texts', echoBot([]));
  const shared = await competitor('echo bot, shared client', 'texts', echoBot(['--shared-client']));
  const competitors = [ours, echo, shared];

  // The first turns compile code (PostgreSQL's WebAssembly for seconds) and open connections: not what lasts.
  for (const each of competitors) await round(each, connector, warmUp);
  const readsAtStart = await readsOf(azure);
  const results = competitors.map((): Round[] => []);
  // In turns, so that whatever else this machine does hits all of them alike.
  for (let number = 1; number <= rounds; number += 1)
    for (const [index, each] of competitors.entries())
      results[index]?.push(await round(each, connector, measured));
  const readsDuringTurns = (await readsOf(azure)) - readsAtStart;

  const bots = await Promise.all(
    competitors.map(async ({ name, running }, index): Promise<Measured> => {
      const { startMilliseconds } = running;
      return {
        name,
        startMilliseconds,
        residentMegabytes: await running.residentMegabytes(),
        rounds: results[index] ?? [],
      };
    }),
  );
  await report(bots, { atStart: readsAtStart, duringTurns: readsDuringTurns });
}

async function helper(file: string): Promise<Helper> {
  const started = await startHelper(file);
  stops.push(started.stop);
  return started;
}

async function competitor(
  name: string,
  posts: Competitor['posts'],
  contestant: Contestant,
): Promise<Competitor> {
  const running = await startContestant(contestant);
  stops.push(running.stop);
  return { name, posts, running };
}

function echoBot(flags: readonly string[]): Contestant {
  return {
    command: (port) => ['bench/echo-bot.ts', '--port', String(port), ...flags],
    variables: () => ({}),
    // It has no such page, and says so as soon as it listens.
    readyPath: '/',
    readyStatus: 404,
  };
}

async function readsOf(azure: Helper): Promise<number> {
  return z.object({ reads: z.number() }).parse(await azure.ask()).reads;
}
