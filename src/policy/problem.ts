// What is wrong with a policy file, and where.

/** One mistake, in a sentence that says what to write instead. Lines and columns count from 1. */
export interface Problem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** Keys and list positions that lead to a place in the file. */
export type Path = readonly (string | number)[];

/** Notes a mistake at a place. Returns nothing, so that a reader can `return report(…)` where it has no value. */
export type Report = (path: Path, message: string) => undefined;

/** `line 3, column 7: …`, for sentences about a whole file. */
export const problemLine = ({ line, column, message }: Problem): string =>
  `line ${line}, column ${column}: ${message}`;
