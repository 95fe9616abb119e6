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
import { mostProblems, type Path, type Problem } from './problem.ts';
import { aliasWords, tooDeepWords, yamlWords } from './yaml-words.ts';

/** A file that is YAML, whatever it says. */
export interface YamlText {
  readonly value: unknown;
  /** The place of a value; of a key with `key: true`. What is not there has the place of what it is missing from. */
  locate(path: Path, key?: boolean): Pick<Problem, 'line' | 'column'>;
}

/** A megabyte is some ten thousand rules. */
export const largestFile = 1_048_576;
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
  const line = oddLine(text);
  if (line !== undefined) return { ok: false, problems: [line] };
  try {
    const read = parse(text);
    return !read.ok && read.problems.some(({ message }) => message === tooDeepWords)
      ? whole(tooDeepWords)
      : read;
  } catch (error) {
    if (error instanceof RangeError && overflown.test(error.message)) return whole(tooDeepWords);
    throw error;
  }
}

/** Lines that look right in some editors and mean something else. */
function oddLine(text: string): Problem | undefined {
  const lonely = /\r(?!\n)/.exec(text);
  if (lonely !== null)
    return {
      line: text.slice(0, lonely.index).split('\n').length,
      column: 1,
      message:
        'A line ends with CR alone, which is no end of a line here; save the file with line ends LF or CRLF.',
    };
  const indented = /^ *((?! )[\p{Zs}\u200b-\u200f])/mu.exec(text);
  if (indented === null) return undefined;
  const [blanks, blank = ''] = indented;
  return {
    line: text.slice(0, indented.index).split('\n').length,
    column: blanks.length,
    message: `A line is indented by a character that only looks like a blank (U+${blank.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}); use plain blanks.`,
  };
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
    // The parser compares each key with all before it; below each is looked up once.
    uniqueKeys: false,
    // A `%YAML 1.1` line would make `no` mean false and 10:30 a number.
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
  });
  // Of a list with dashes in brackets much is wrong, and this is what was done.
  const isCause = ({ code }: YAMLError): boolean => code === 'BLOCK_IN_FLOW';
  const errors = [...document.errors, ...document.warnings];
  const causesFirst = [...errors.filter(isCause), ...errors.filter((error) => !isCause(error))];
  const problems = causesFirst.map((error) => ({
    ...placeOf(error.pos[0]),
    message: yamlWords(error, text),
  }));
  visit(document, {
    Alias: (_, node) => {
      problems.push({
        ...placeOf(node.range?.[0] ?? 0),
        message: aliasWords,
      });
    },
    Scalar: (_, node) => {
      // 022 is an octal number to some readers, and 0x16 a number to a few.
      if (typeof node.value === 'number' && !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(node.source ?? ''))
        problems.push({
          ...placeOf(node.range?.[0] ?? 0),
          message: `“${node.source}” can be read as another number; write plain digits without a zero before them, or put a text into quotes.`,
        });
    },
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          problems.push({
            ...placeOf(key.range?.[0] ?? 0),
            message: `“${key.value}” stands here twice; keep one of them.`,
          });
        seen.add(key.value);
      }
    },
    Pair: (_, pair) => {
      if (isScalar(pair.key) && pair.key.value === '__proto__')
        problems.push({
          ...placeOf(pair.key.range?.[0] ?? 0),
          message: '“__proto__” is not a name; choose another.',
        });
    },
  });
  if (problems.length > 0) return { ok: false, problems: firstOfEachPlace(problems).slice(0, mostProblems) };

  const locate: YamlText['locate'] = (path, key = false) => {
    const node = nodeAt(document.contents, path, key);
    return placeOf(node?.range?.[0] ?? 0);
  };
  return { ok: true, yaml: { value: document.toJS({ maxAliasCount: 0 }), locate } };
}

/** What stumbles over one place is said once: what comes after the first is hardly another mistake. */
const firstOfEachPlace = (problems: readonly Problem[]): readonly Problem[] =>
  [
    ...new Map(
      problems.toReversed().map((problem) => [`${problem.line}:${problem.column}`, problem]),
    ).values(),
  ].reverse();

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
