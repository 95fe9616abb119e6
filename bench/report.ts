// What a benchmark found: a table for people, JSON for programs.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { people, type Round } from './measure.ts';
import { median } from './statistics.ts';

/** One bot's results. */
export interface Measured {
  readonly name: string;
  readonly startMilliseconds: number;
  /** After the last round. */
  readonly residentMegabytes: number;
  readonly rounds: readonly Round[];
}

/** ARM reads the bot made: until the first measured round (loading the inventory), and from there on. */
export interface ArmReads {
  readonly atStart: number;
  readonly duringTurns: number;
}

interface Row {
  readonly measure: string;
  readonly of: (bot: Measured) => number;
  readonly digits: number;
}

const perRound = (measure: string, key: keyof Round, digits: number): Row => ({
  measure,
  of: ({ rounds }) => median(rounds.map((round) => round[key])),
  digits,
});

const rows: readonly Row[] = [
  perRound('turns per second', 'turnsPerSecond', 0),
  perRound(`latency with ${people} at once, p50 (ms)`, 'p50', 1),
  perRound(`latency with ${people} at once, p99 (ms)`, 'p99', 1),
  perRound('latency alone, p50 (ms)', 'aloneP50', 2),
  perRound('latency alone, p99 (ms)', 'aloneP99', 2),
  perRound('CPU time per turn (ms)', 'cpu', 2),
  { measure: 'start to ready (ms)', of: (bot) => bot.startMilliseconds, digits: 0 },
  { measure: 'resident memory at the end (MB)', of: (bot) => bot.residentMegabytes, digits: 0 },
];

/** Prints the table of the first of `bots` against the others, and writes test-output/bench.json. */
export async function report(bots: readonly Measured[], armReads: ArmReads): Promise<void> {
  console.log(table(bots));
  console.log(
    `\nMedians of ${bots[0]?.rounds.length} rounds. ARM reads: ${armReads.atStart} at start, ${armReads.duringTurns} during ${turnsOf(bots[0])} measured turns.`,
  );
  const directory = join(import.meta.dirname, '..', 'test-output');
  await mkdir(directory, { recursive: true });
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryMegabytes: Math.round(totalmem() / 2 ** 20),
    linux: release(),
    node: process.version,
  };
  const found = { at: new Date().toISOString(), machine, people, armReads, bots };
  await writeFile(join(directory, 'bench.json'), `${JSON.stringify(found, undefined, 2)}\n`);
}

/** A Markdown table: a column for each bot and, for each but the first, the first's value divided by it. */
export function table([first, ...others]: readonly Measured[]): string {
  if (first === undefined) return '';
  const header = ['measure', first.name, ...others.flatMap(({ name }) => [name, 'ratio'])];
  const lines = rows.map(({ measure, of, digits }) => [
    measure,
    of(first).toFixed(digits),
    ...others.flatMap((other) => [of(other).toFixed(digits), (of(first) / of(other)).toFixed(2)]),
  ]);
  const ruler = header.map((_, column) => (column === 0 ? '---' : '---:'));
  return [header, ruler, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const turnsOf = (bot: Measured | undefined): number =>
  (bot?.rounds ?? []).reduce((sum, { turns }) => sum + turns, 0);
