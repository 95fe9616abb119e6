// What every part of the benchmark answers with, so that one table can show them all.

/** One line of the table. */
export interface Finding {
  /** What was measured, with its unit: `rule visible → ready, p99 (ms)`. */
  readonly measure: string;
  readonly ours: number;
  /** What it is held against, measured in the same run; left out: only a goal was set. */
  readonly reference?: { readonly name: string; readonly value: number };
  /** What was promised: `ours` divided by the reference, or `ours` by itself, is to be at most or at least this. */
  readonly goal?: {
    readonly of: 'ratio' | 'ours';
    readonly is: 'at most' | 'at least';
    readonly value: number;
  };
  /** Digits behind the point. Default 0. */
  readonly digits?: number;
}

/** A part of the benchmark that can be run by itself: `npm run bench -- <name>`. */
export interface Section {
  readonly name: string;
  /** A line for people on what was done, with how many and against what. */
  readonly about: string;
  /** Starts what it needs on 127.0.0.1, measures, and stops all of it. @throws Error when something measured did not do its work */
  run(): Promise<readonly Finding[]>;
}
