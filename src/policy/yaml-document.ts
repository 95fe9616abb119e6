// YAML text as plain values, with the line of each. Strict: what could mean two things is refused.
import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml';
import type { Path, Problem } from './problem.ts';

/** A file that is YAML, whatever it says. */
export interface YamlText {
  readonly value: unknown;
  /** The place of a value; of a key with `key: true`. What is not there has the place of what it is missing from. */
  locate(path: Path, key?: boolean): Pick<Problem, 'line' | 'column'>;
}

/** A megabyte is some ten thousand rules. */
export const largestFile = 1_048_576;
const mostProblems = 20;
// The parser calls itself for each level: this is how the runtime says that there were too many.
const overflown = /call stack/;

/** Reads one YAML 1.2 document of at most 1 MiB, without aliases and tags. */
export function readYaml(
  text: string,
):
  | { readonly ok: true; readonly yaml: YamlText }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const whole = (message: string) => ({ ok: false, problems: [{ line: 1, column: 1, message }] }) as const;
  if (Buffer.byteLength(text) > largestFile)
    return whole(
      'The file is larger than 1 MiB; name networks and groups once and use their names in the rules.',
    );
  const tooDeep = 'The file is nested too deeply; write it flat.';
  try {
    const read = parse(text);
    return !read.ok && read.problems.some(({ message }) => overflown.test(message)) ? whole(tooDeep) : read;
  } catch (error) {
    if (error instanceof RangeError && overflown.test(error.message)) return whole(tooDeep);
    throw error;
  }
}

function parse(text: string): ReturnType<typeof readYaml> {
  const lines = new LineCounter();
  const placeOf = (offset: number): Pick<Problem, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // A `%YAML 1.1` line would make `no` mean false and 10:30 a number.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
  });
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    ...placeOf(error.pos[0]),
    message: wordsFor(error, text),
  }));
  visit(document, {
    Alias: (_, node) => {
      problems.push({
        ...placeOf(node.range?.[0] ?? 0),
        message:
          'Aliases (*name) are not read here; write the value out, or give networks, groups and hours a name.',
      });
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        problems.push({
          ...placeOf(pair.key.range?.[0] ?? 0),
          message: '“__proto__” is not a name; choose another.',
        });
    },
  });
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, mostProblems) };

  const locate: YamlText['locate'] = (path, key = false) => {
    const node = nodeAt(document.contents, path, key);
    return placeOf(node?.range?.[0] ?? 0);
  };
  return { ok: true, yaml: { value: document.toJS({ maxAliasCount: 0 }), locate } };
}

/** The node at `path`, or the deepest one on the way to it; with `key` the key that leads there. */
function nodeAt(root: unknown, path: Path, key: boolean): Node | undefined {
  let node = isNode(root) ? root : undefined;
  for (const [index, step] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && item.key.value === step)
      : undefined;
    if (key && index === path.length - 1 && pair !== undefined && isScalar(pair.key)) return pair.key;
    const next = pair === undefined ? childAt(node, step) : pair.value;
    if (!isNode(next) || isAlias(next)) return pair !== undefined && isScalar(pair.key) ? pair.key : node;
    node = next;
  }
  return node;
}

const childAt = (node: unknown, step: string | number): unknown =>
  isNode(node) && 'items' in node && Array.isArray(node.items) && typeof step === 'number'
    ? node.items[step]
    : undefined;

function wordsFor(error: YAMLError, text: string): string {
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return `“${/^[^\s:,}]*/.exec(text.slice(error.pos[0]))?.[0] ?? ''}” stands here twice; keep one of them.`;
    case 'TAB_AS_INDENT':
      return 'Lines are indented by blanks here, not by tabs.';
    case 'MULTIPLE_DOCS':
      return 'The file may hold one document only; remove what follows the line of dashes.';
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'This is no value; put a text with a colon and a blank in it into quotes.';
    case 'NON_STRING_KEY':
      return 'A name must be a word here; write it as text.';
    case 'TAG_RESOLVE_FAILED':
      return 'Tags (!name) are not read here; leave the tag out, or put the text into quotes.';
    default:
      return `This is not YAML: ${error.message.replace(/\.?$/, '.')}`;
  }
}
