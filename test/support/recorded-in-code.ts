// What the seams say in sentences of their own, read off the code: each as it could be recorded, with its values made up.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';
import { ancestor, simple } from 'acorn-walk';

/** Stands for every value: fits a name, a port, a count and a list. */
export const anyValue = '7';

export interface SaidAtSeams {
  /** The texts of each `new Fault(…)`, by line; `anyValue` alone where the text comes from elsewhere. */
  readonly faults: readonly { readonly line: number; readonly texts: readonly string[] }[];
  /** All other strings of several words that are neither logged nor thrown at developers, as far as they are literal. */
  readonly phrases: readonly { readonly line: number; readonly text: string }[];
}

/** Calls whose words are for the log, for developers, or for machines. */
const unheard: ReadonlySet<string> = new Set([
  ...['debug', 'info', 'warn', 'error', 'log', 'Fault', 'step'],
  ...['Error', 'RangeError', 'TypeError', 'RegExp', 'Set', 'URL'],
]);

/** @param file of TypeScript @throws SyntaxError for one that is none */
export function saidAtSeams(file: string): SaidAtSeams {
  const text = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const constants = constantsIn(tree);
  const faults: { line: number; texts: readonly string[] }[] = [];
  const phrases: { line: number; text: string }[] = [];

  ancestor(tree, {
    NewExpression(node) {
      const [, message] = node.arguments;
      if (nameOf(node.callee) === 'Fault' && message !== undefined)
        faults.push({ line: lineOf(node), texts: textsOf(message, constants) });
    },
    Literal(node, _state, ancestors) {
      if (typeof node.value === 'string') phrase(node.value, node, ancestors);
    },
    TemplateElement(node, _state, ancestors) {
      phrase(node.value.cooked ?? '', node, ancestors);
    },
  });
  return { faults, phrases };

  function phrase(words: string, node: Node, ancestors: readonly Node[]): void {
    if (/\p{L}[,;:.…]? \p{L}|\p{L} $|^[.,;]? \p{L}/u.test(words) && !ancestors.some(isUnheard))
      phrases.push({ line: lineOf(node), text: words });
  }
}

/** By name, wherever in the file: none of these files uses one name for two texts. */
function constantsIn(tree: Node): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  simple(tree, {
    VariableDeclarator(node) {
      if (node.id.type === 'Identifier' && node.init) found.set(node.id.name, node.init);
    },
  });
  return found;
}

/** All texts that an expression can come to. */
function textsOf(node: Node, constants: ReadonlyMap<string, Node>): readonly string[] {
  const each = (one: unknown): readonly string[] => (isNode(one) ? textsOf(one, constants) : [anyValue]);
  switch (node.type) {
    case 'Literal':
      return 'value' in node && typeof node.value === 'string' ? [node.value] : [anyValue];
    case 'TemplateLiteral':
      return templateTexts(node, each);
    case 'ConditionalExpression':
      return [...each(Reflect.get(node, 'consequent')), ...each(Reflect.get(node, 'alternate'))];
    case 'BinaryExpression':
      return combined([each(Reflect.get(node, 'left')), each(Reflect.get(node, 'right'))]);
    case 'Identifier': {
      const init = constants.get(nameOf(node));
      return init === undefined ? [anyValue] : each(init);
    }
    default:
      return [anyValue];
  }
}

function templateTexts(node: Node, each: (one: unknown) => readonly string[]): readonly string[] {
  const words: readonly unknown[] = Reflect.get(node, 'quasis');
  const values: readonly unknown[] = Reflect.get(node, 'expressions');
  return combined(
    words.flatMap((word, at) => {
      const text = Reflect.get(Object(Reflect.get(Object(word), 'value')), 'cooked');
      return [[String(text)], ...(at < values.length ? [each(values[at])] : [])];
    }),
  );
}

const combined = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.reduce<readonly string[]>(
    (before, row) => before.flatMap((head) => row.map((tail) => head + tail)),
    [''],
  );

function isUnheard(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ImportAttribute') return true;
  return (
    (node.type === 'CallExpression' || node.type === 'NewExpression') &&
    'callee' in node &&
    unheard.has(nameOf(node.callee))
  );
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

const lineOf = (node: Node): number => node.loc?.start.line ?? 0;

function nameOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  if ('name' in node && typeof node.name === 'string') return node.name;
  return 'property' in node ? nameOf(node.property) : '';
}
