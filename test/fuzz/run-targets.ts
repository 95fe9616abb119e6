// Runs targets one after the other, each in portions with seeds of their own, and notices what nobody caught.
import type { Failure, FuzzTarget } from './target.ts';

export interface TargetResult {
  readonly name: string;
  readonly runs: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
}

export interface Plan {
  readonly targets: readonly FuzzTarget[];
  /** Over all targets, by their shares. */
  readonly runs: number;
  readonly seed: number;
  /** Told of each target as soon as it is through. */
  readonly onResult?: (result: TargetResult) => unknown;
}

const portion = 5000;

/** Every target has its turn, whatever the ones before it found; each ends with its first failure. */
export async function runTargets({ targets, runs, seed, onResult }: Plan): Promise<readonly TargetResult[]> {
  const shares = targets.reduce((sum, { share }) => sum + share, 0);
  const results: TargetResult[] = [];
  for (const target of targets) {
    const wanted = Math.max(1, Math.round((runs * target.share) / shares));
    const result = await runTarget(target, wanted, seed);
    results.push(result);
    await onResult?.(result);
  }
  return results;
}

async function runTarget(target: FuzzTarget, wanted: number, seed: number): Promise<TargetResult> {
  const failures: Failure[] = [];
  const loose = (kind: string) => (error: unknown) => {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failures.push({ seed, path: '', counterexample: kind, error: told });
  };
  const [rejection, exception] = [loose('an unhandled rejection'), loose('an uncaught exception')];
  process.on('unhandledRejection', rejection);
  process.on('uncaughtException', exception);
  const began = performance.now();
  let done = 0;
  try {
    const open = await target.open();
    for (let part = 0; done < wanted && failures.length === 0; part += 1) {
      const numRuns = Math.min(portion, wanted - done);
      const outcome = await open.check({ seed: (seed + part * 7919) | 0, numRuns });
      done += outcome.runs;
      if (outcome.failure !== undefined) failures.push(outcome.failure);
    }
    await open.close().catch(loose('found at the end'));
    // What was thrown last is told only after this turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.off('unhandledRejection', rejection);
    process.off('uncaughtException', exception);
  }
  return { name: target.name, runs: done, seconds: (performance.now() - began) / 1000, failures };
}
