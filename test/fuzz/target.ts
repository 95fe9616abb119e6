// What a part of the fuzzing is: inputs of one kind, and what must hold of each of them.
import fc from 'fast-check';

/** How many inputs, and the seed that makes the same ones again. */
export interface Runs {
  readonly seed: number;
  readonly numRuns: number;
}

/** An input for which it did not hold, as small as it could be made. */
export interface Failure {
  readonly seed: number;
  /** For fast-check: the way to the small one. */
  readonly path: string;
  readonly counterexample: string;
  readonly error: string;
}

export interface Outcome {
  readonly runs: number;
  readonly failure: Failure | undefined;
}

/** A target whose servers, if it needs any, run. */
export interface OpenTarget {
  check(runs: Runs): Promise<Outcome>;
  /** @throws Error when something went wrong that no single input was blamed for */
  close(): Promise<void>;
}

export interface FuzzTarget {
  /** As `npm run fuzz -- --only` takes it. */
  readonly name: string;
  /** Of a thousand inputs, how many are of this kind. */
  readonly share: number;
  open(): Promise<OpenTarget>;
}

const longestExample = 4000;

/** Tries a property as often as asked, and shrinks the first input that breaks it. */
export const checking =
  <Ts>(property: fc.IRawProperty<Ts>): OpenTarget['check'] =>
  async (runs) => {
    const details = await fc.check(property, runs);
    if (!details.failed) return { runs: details.numRuns, failure: undefined };
    const { errorInstance, counterexample, counterexamplePath, seed } = details;
    return {
      runs: details.numRuns,
      failure: {
        seed,
        path: counterexamplePath ?? '',
        counterexample: fc.stringify(counterexample).slice(0, longestExample),
        error: (errorInstance instanceof Error
          ? (errorInstance.stack ?? errorInstance.message)
          : String(errorInstance)
        ).slice(0, longestExample),
      },
    };
  };

/** A target that is functions only. */
export const pureTarget = <Ts>(name: string, share: number, property: fc.IRawProperty<Ts>): FuzzTarget => ({
  name,
  share,
  open: async () => ({ check: checking(property), close: async () => {} }),
});
