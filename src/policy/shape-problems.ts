// Zod's findings as places in the file and sentences.
import type { z } from 'zod';
import type { Path } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** A finding; `key`: it is about the key at the end of the path, not about its value. */
export interface Finding {
  readonly path: Path;
  readonly key: boolean;
  readonly message: string;
}

/** What Zod found, one finding for each mistake. Its messages are the ends of sentences of `file-shape.ts`. */
export const findingsOf = (issues: readonly Issue[], above: Path = []): readonly Finding[] =>
  issues.flatMap((issue) => findingsIn(issue, above));

function findingsIn(issue: Issue, above: Path): readonly Finding[] {
  const path: Path = [
    ...above,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'unrecognized_keys') {
    const sentences = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...path, key],
      key: true,
      message: sentences[index] ?? '',
    }));
  }
  if (issue.code === 'invalid_key')
    return [{ path, key: true, message: sentence(path, issue.issues[0]?.message ?? issue.message) }];
  if (issue.code === 'invalid_union') {
    const [meant, ...others] = issue.errors.filter((branch) => !isOfAnotherKind(branch));
    if (meant !== undefined && others.length === 0) return findingsOf(meant, path);
  }
  return [{ path, key: false, message: sentence(path, issue.message) }];
}

/** Whether what was written is not even the kind of thing that this branch of a union wants. */
const isOfAnotherKind = ([first]: readonly Issue[]): boolean =>
  first !== undefined &&
  first.path.length === 0 &&
  (first.code === 'invalid_type' || first.code === 'invalid_value');

function sentence(path: Path, message: string): string {
  const subject = path.findLast((step) => typeof step === 'string');
  const ended = /[.?]$/.test(message) ? message : `${message}.`;
  if (subject === undefined) return `The file ${ended}`;
  return typeof path.at(-1) === 'number' ? `An entry of “${subject}” ${ended}` : `“${subject}” ${ended}`;
}
