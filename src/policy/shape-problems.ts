// Zod's findings as places in the file and sentences.
import type { z } from 'zod';
import { instead } from './nearest.ts';
import type { Path } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** A finding; `key`: it is about the key at the end of the path, not about its value. */
export interface Finding {
  readonly path: Path;
  readonly key: boolean;
  /** Made only where it is told: it may look for what was meant. */
  readonly message: () => string;
}

/** What Zod found, one finding for each mistake. Its messages are the ends of sentences of `shape-parts.ts`. */
export const findingsOf = (issues: readonly Issue[], above: Path = []): readonly Finding[] =>
  issues.flatMap((issue) => findingsIn(issue, above));

function findingsIn(issue: Issue, above: Path): readonly Finding[] {
  const path: Path = [
    ...above,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(' ');
    return issue.keys.map((key) => ({
      path: [...path, key],
      key: true,
      message: () => unknownKey(key, known),
    }));
  }
  if (issue.code === 'invalid_key')
    return [{ path, key: true, message: () => sentence(path, issue.issues[0]?.message ?? issue.message) }];
  if (issue.code === 'invalid_union') {
    const [meant, ...others] = issue.errors.filter((branch) => !isOfAnotherKind(branch));
    if (meant !== undefined && others.length === 0) return findingsOf(meant, path);
  }
  return [{ path, key: false, message: () => sentence(path, issue.message) }];
}

const cut = (key: string): string => (key.length > 60 ? `${key.slice(0, 60)}…` : key);

const ofWhen: readonly string[] = ['machines', 'ports', 'requesters', 'hours'];

function unknownKey(key: string, known: readonly string[]): string {
  if (known.includes('when') && ofWhen.includes(key))
    return `“${key}” belongs under “when”; write when: { ${key}: … }.`;
  return `“${cut(key)}” is not known here; ${instead(key, known)}`;
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
