// How fast turns are: sentence → card and card → requested, against echo bots in the same run.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/real-postgres.ts';
import { channelChoice } from './activities.ts';
import { approvalChannels, channelName, policyOfManyChannels } from './approval-channels.ts';
import { echoBot, ourBot } from './contestants.ts';
import { post } from './load.ts';
import { type Competitor, conversations, introduce, people, type Round, round } from './measure.ts';
import { type Helper, startContestant, startHelper } from './processes.ts';
import type { Finding, Section } from './section.ts';
import { median } from './statistics.ts';

const rounds = 5;
const warmUp = { busy: 5, alone: 0.5 };
const measured = { busy: 2.5, alone: 1 };

export const section: Section = {
  name: 'turns',
  about: `${people} of ${conversations} people at once, medians of ${rounds} rounds in turns; ours on the embedded database and on a PostgreSQL server, against an echo bot as it comes and one that shares its connector client`,
  run,
};

/** Each bot's rounds, in this order. */
interface Results {
  readonly embedded: readonly Round[];
  readonly server: readonly Round[];
  readonly echo: readonly Round[];
  readonly shared: readonly Round[];
}

async function run(): Promise<readonly Finding[]> {
  await using stack = new AsyncDisposableStack();
  const started = <T extends { stop(): Promise<void> }>(thing: T): T => stack.adopt(thing, (it) => it.stop());
  const dataDir = stack.adopt(await mkdtemp(join(tmpdir(), 'jit-access-bench-')), (directory) =>
    rm(directory, { recursive: true, force: true }),
  );
  const azure = started(await startHelper('azure.ts'));
  const connector = started(await startHelper('connector.ts'));
  const postgres = started(await startPostgres());
  const databaseUrl = await postgres.freshDatabase();

  const ours = { posts: 'cards', cardsAfterPress: 2 } as const;
  const echoes = { posts: 'texts', cardsAfterPress: 0 } as const;
  const policy = join(dataDir, 'access-policy.yaml');
  await writeFile(policy, await policyOfManyChannels());
  // Teams' rate for a bot in all is left out of it: at 30 a second nothing would be measured but that.
  const variables = { ACCESS_POLICY: policy, TEAMS_MESSAGES_PER_SECOND: '10000' };
  const start = async (...of: Parameters<typeof startContestant>) => started(await startContestant(...of));
  const competitors: readonly Competitor[] = [
    { name: 'ours, embedded', ...ours, running: await start(ourBot(azure.url, { dataDir }, variables)) },
    {
      name: 'ours, PostgreSQL',
      ...ours,
      running: await start(ourBot(azure.url, { dataDir: join(dataDir, 'unused'), databaseUrl }, variables)),
    },
    { name: 'echo bot', ...echoes, running: await start(echoBot()) },
    { name: 'echo bot, shared client', ...echoes, running: await start(echoBot('--shared-client')) },
  ];
  for (const { running, posts } of competitors)
    if (posts === 'cards') await chooseChannels(running.messagesUrl, connector);
  for (const each of competitors) await introduce(each, connector);

  // The first turns compile code (PostgreSQL's WebAssembly for seconds) and open connections: not what lasts.
  for (const each of competitors) await round(each, connector, warmUp);
  const results = competitors.map((): Round[] => []);
  // In turns, so that whatever else this machine does hits all of them alike.
  for (let number = 1; number <= rounds; number += 1)
    for (const [index, each] of competitors.entries())
      results[index]?.push(await round(each, connector, measured));

  const [embedded = [], server = [], echo = [], shared = []] = results;
  const [memory = 0, , echoMemory = 0] = await Promise.all(
    competitors.map(({ running }) => running.residentMegabytes()),
  );
  return [
    ...findingsOf({ embedded, server, echo, shared }),
    {
      measure: 'resident memory after all turns, embedded (MB)',
      ours: memory,
      reference: { name: 'echo bot', value: echoMemory },
    },
  ];
}

async function chooseChannels(messagesUrl: string, connector: Helper): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  for (let number = 0; number < approvalChannels; number += 1)
    await post(messagesUrl, JSON.stringify(channelChoice(connector.url, channelName(number))), agent);
  agent.destroy();
}

type Read = (round: Round) => number;

function findingsOf({ embedded, server, echo, shared }: Results): readonly Finding[] {
  const engines = [
    { engine: 'embedded', ours: embedded },
    { engine: 'PostgreSQL', ours: server },
  ];
  const paths = [
    { path: 'sentence → card', of: (round: Round) => round.sentences },
    { path: 'card → requested', of: (round: Round) => round.presses },
  ];
  return engines.flatMap(({ engine, ours }) =>
    paths.flatMap(({ path, of }) => {
      const against = (
        what: string,
        read: Read,
        name: 'echo bot' | 'shared client',
        more: Pick<Finding, 'goal' | 'digits'> = {},
      ): Finding => ({
        measure: `${path}, ${engine}: ${what}`,
        ours: median(ours.map(read)),
        reference: { name, value: median((name === 'echo bot' ? echo : shared).map(read)) },
        ...more,
      });
      const rate: Read = (round) => of(round).turnsPerSecond;
      return [
        against('turns per second', rate, 'echo bot', { goal: { of: 'ratio', is: 'at least', value: 1 } }),
        against('turns per second', rate, 'shared client', {
          goal: { of: 'ratio', is: 'at least', value: 0.8 },
        }),
        against('latency, p50 (ms)', (round) => of(round).p50, 'echo bot', { digits: 1 }),
        against('latency, p99 (ms)', (round) => of(round).p99, 'echo bot', {
          goal: { of: 'ratio', is: 'at most', value: 1 },
          digits: 1,
        }),
        ...(path === 'sentence → card'
          ? [
              against('latency alone, p50 (ms)', (round) => round.alone.p50, 'echo bot', { digits: 2 }),
              against('latency alone, p99 (ms)', (round) => round.alone.p99, 'echo bot', { digits: 2 }),
            ]
          : []),
        against('CPU time per turn (ms)', (round) => of(round).cpu, 'echo bot', { digits: 2 }),
      ];
    }),
  );
}
