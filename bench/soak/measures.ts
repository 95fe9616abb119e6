// What is watched for growth, and how much an hour is taken for none.
import { type Growth, growthOf, type Point, settled } from './growth.ts';

/** One look at the bot. Counts, or megabytes. */
export interface Sample {
  /** Seconds since the load began. */
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
}

interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Growth an hour; left out: written down, and expected to grow or of no account. */
  readonly limit?: number;
}

/** The names are those of the values in samples. */
export const measures: readonly Measure[] = [
  { name: 'heap after a collection', unit: 'MB', limit: 5 },
  { name: 'memory outside the heap', unit: 'MB', limit: 5 },
  // Fragments and the collector's own wishes: the heap is the sharper measure.
  { name: 'resident memory', unit: 'MB', limit: 40 },
  { name: 'open files', unit: '', limit: 2 },
  { name: 'connections left half closed', unit: '', limit: 1 },
  { name: 'connections to Resource Manager', unit: '', limit: 2 },
  { name: 'connections to Teams', unit: '', limit: 2 },
  // As many as the chat opens, which is as many as there are turns at once.
  { name: 'connections from Teams', unit: '' },
  { name: 'connections to PostgreSQL', unit: '', limit: 1 },
  { name: 'sessions in PostgreSQL', unit: '', limit: 1 },
  { name: 'timers', unit: '', limit: 10 },
  { name: 'threads', unit: '', limit: 1 },
  { name: 'event loop late, median', unit: 'ms', limit: 20 },
  { name: 'event loop late, p99', unit: 'ms' },
  { name: 'event loop late, most', unit: 'ms' },
  { name: 'database', unit: 'MB' },
  { name: 'requests', unit: '' },
  { name: 'turns', unit: '' },
];

/** One line of the report. */
export interface Judged {
  readonly name: string;
  readonly unit: string;
  readonly limit: number | undefined;
  readonly first: number;
  readonly last: number;
  readonly growth: Growth;
}

/** @param warmUp seconds from the start that are not judged. Measures that no sample has are left out. */
export function judged(samples: readonly Sample[], warmUp: number): readonly Judged[] {
  return measures.flatMap(({ name, unit, limit }): Judged[] => {
    const all = samples.flatMap(({ at, values: { [name]: value } }): Point[] =>
      value === undefined ? [] : [{ at, value }],
    );
    const points = settled(all, warmUp);
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const growth = growthOf(points, limit ?? Number.POSITIVE_INFINITY);
    return [{ name, unit, limit, first: first.value, last: last.value, growth }];
  });
}

/** A sentence for each measure that grows. */
export const growing = (lines: readonly Judged[]): readonly string[] =>
  lines.flatMap(({ name, unit, limit, first, last, growth }) =>
    growth.kind === 'grows'
      ? [
          `${sentenceCase(name)} grows by ${figure(growth.slope.perHour)}${space(unit)} an hour, surely by ${figure(growth.slope.least)}; ` +
            `at most ${figure(limit ?? 0)} is taken for none. It went from ${figure(first)} to ${figure(last)}.`,
        ]
      : [],
  );

export const figure = (value: number): string => value.toFixed(Math.abs(value) < 100 ? 1 : 0);
const space = (unit: string): string => (unit === '' ? '' : ` ${unit}`);
const sentenceCase = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
