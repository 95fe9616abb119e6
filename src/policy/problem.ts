// What is wrong with a policy file, and where.

/** One mistake, in a sentence that says what to write instead. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Keys and list positions that lead to a place in the file. */
export type Path = readonly (string | number)[];

/** So many mistakes are told: more would not be mended at once, and looking for what was meant takes time. */
export const mostProblems = 20;

/**
 * Notes a mistake at a place. Returns nothing, so that a reader can `return report(…)` where it has no value.
 * A message that takes work (what could have been meant) is given as a function, which is called only where it is told.
 */
export type Report = (path: Path, message: string | (() => string)) => undefined;

/** A report that notes the first mistakes in `problems`, each with its place, and does no work for more. */
export const reportInto =
  (problems: Problem[], locate: (path: Path) => Pick<Problem, 'line' | 'column'>): Report =>
  (path, message) => {
    if (problems.length < mostProblems)
      problems.push({ ...locate(path), message: typeof message === 'string' ? message : message() });
    return undefined;
  };

/** `line 3, column 7: …`, for sentences about a whole file. */
export const problemLine = ({ line, column, message }: Problem): string =>
  `line ${line}, column ${column}: ${message}`;
