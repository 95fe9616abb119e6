// How long from starting the process until it is ready, against an echo bot in the same run.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/real-postgres.ts';
import { echoBot, ourBot } from './contestants.ts';
import { type Contestant, startContestant, startHelper } from './processes.ts';
import type { Finding, Section } from './section.ts';
import { median } from './statistics.ts';

const rounds = 5;

export const section: Section = {
  name: 'start',
  about: `process started until ready, medians of ${rounds}: ours until /readyz says so (tables made or checked, machines read), the echo bot until it listens`,
  run,
};

async function run(): Promise<readonly Finding[]> {
  await using stack = new AsyncDisposableStack();
  const started = <T extends { stop(): Promise<void> }>(thing: T): T => stack.adopt(thing, (it) => it.stop());
  const azure = started(await startHelper('azure.ts'));
  const postgres = started(await startPostgres());
  const databaseUrl = await postgres.freshDatabase();
  const directory = stack.adopt(await mkdtemp(join(tmpdir(), 'jit-access-bench-')), (made) =>
    rm(made, { recursive: true, force: true }),
  );
  const [again, unused] = [join(directory, 'again'), join(directory, 'unused')];
  let made = 0;
  const fresh = (): Contestant => {
    made += 1;
    return ourBot(azure.url, { dataDir: join(directory, `new-${made}`) });
  };
  const kinds: readonly { readonly measure: string; readonly contestant: () => Contestant }[] = [
    {
      measure: 'start to ready, books there, embedded (ms)',
      contestant: () => ourBot(azure.url, { dataDir: again }),
    },
    { measure: 'start to ready, new books, embedded (ms)', contestant: fresh },
    {
      measure: 'start to ready, books there, PostgreSQL (ms)',
      contestant: () => ourBot(azure.url, { dataDir: unused, databaseUrl }),
    },
    { measure: 'echo bot', contestant: () => echoBot() },
  ];

  // Once each, so that files are in the machine's memory and there are books to find again.
  for (const { contestant } of kinds) await startOnce(contestant());
  const times = kinds.map((): number[] => []);
  for (let number = 1; number <= rounds; number += 1)
    for (const [index, { contestant }] of kinds.entries()) times[index]?.push(await startOnce(contestant()));

  const value = median(times.at(-1) ?? []);
  return kinds.slice(0, -1).map(({ measure }, index) => ({
    measure,
    ours: median(times[index] ?? []),
    reference: { name: 'echo bot', value },
    goal: { of: 'ratio', is: 'at most', value: 2 },
  }));
}

async function startOnce(contestant: Contestant): Promise<number> {
  const running = await startContestant(contestant);
  await running.stop();
  return running.startMilliseconds;
}
