// The soak's figures: a table for people, and all of it in test-output/soak.json.
import { mkdir, writeFile } from 'node:fs/promises';
import { figure, type Judged, type Sample } from './measures.ts';
import type { SoakOptions } from './options.ts';

export interface Soaked {
  readonly options: SoakOptions;
  readonly seconds: number;
  readonly turns: number;
  readonly requests: number;
  readonly initiates: number;
  /** Lives that came to their true end, by name. */
  readonly ends: ReadonlyMap<string, number>;
  readonly samples: readonly Sample[];
  readonly lines: readonly Judged[];
  /** Sentences on what grows. */
  readonly found: readonly string[];
  /** Sentences on what went wrong. */
  readonly troubles: readonly string[];
  /** What the bot wrote. */
  readonly said: string;
}

const mostSentences = 20;

export async function writeReport({ ends, said, ...soaked }: Soaked): Promise<void> {
  const { seconds, turns, requests, initiates, lines, found, troubles, samples } = soaked;
  await mkdir('test-output', { recursive: true });
  const report = { ...soaked, ends: Object.fromEntries(ends), said: said.slice(-10_000) };
  await writeFile('test-output/soak.json', `${JSON.stringify(report, undefined, 1)}\n`);

  console.log(
    `${(seconds / 60).toFixed(0)} minutes, ${turns} turns (${(turns / seconds).toFixed(1)} a second), ${requests} requests, ${initiates} grants.`,
  );
  console.log([...ends].map(([name, count]) => `${count} ${name}`).join(', '));
  console.log('| measure | after the warm-up | at the end | growth an hour | surely between | limit | |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | --- |');
  for (const line of lines) console.log(row(line));
  const [first, last] = [samples[0]?.values, samples.at(-1)?.values];
  const growth = (name: string): number => (last?.[name] ?? 0) - (first?.[name] ?? 0);
  console.log(`Database: ${figure((growth('database') * 1024) / growth('requests'))} KB a request.`);
  for (const sentence of [...found, ...troubles].slice(0, mostSentences)) console.log(sentence);
  if (found.length + troubles.length > mostSentences)
    console.log('… and more: test-output/soak.json has all.');
  if (found.length + troubles.length === 0)
    console.log('Nothing grew, and every request came to its true end.');
}

function row({ name, unit, limit, first, last, growth }: Judged): string {
  const named = unit === '' ? name : `${name} (${unit})`;
  const { slope } = growth;
  const rate = slope === undefined ? '–' : figure(slope.perHour);
  const between = slope === undefined ? '–' : `${figure(slope.least)} … ${figure(slope.most)}`;
  const verdict = limit === undefined ? '' : growth.kind;
  return `| ${named} | ${figure(first)} | ${figure(last)} | ${rate} | ${between} | ${limit ?? ''} | ${verdict} |`;
}
