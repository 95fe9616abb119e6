// What the code says to people, read off it: each message that is marked as one, and all other words that look like some.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { type Node, parse } from 'acorn';
import { ancestor } from 'acorn-walk';

export interface WordsInCode {
  /** English messages as the catalogues have them: `{0}` for what is inserted. */
  readonly messages: readonly string[];
  /** Of those, the ones with a form for each plural category. */
  readonly counted: readonly string[];
  /** Lines on which something is said while the file is loaded: in English, whoever reads it later. */
  readonly tooEarly: readonly number[];
  /** Strings of several words, or with a capital, that are no message: nobody can translate them. */
  readonly strays: readonly { readonly line: number; readonly text: string }[];
}

const says: ReadonlySet<string> = new Set(['say']);
const marks: ReadonlySet<string> = new Set(['toSay']);

const functions: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'FunctionDeclaration',
  'FunctionExpression',
]);

/** Calls whose words are for developers, or for machines. */
const unheard: ReadonlySet<string> = new Set([
  'Error',
  'RegExp',
  'Set',
  'URL',
  'DateTimeFormat',
  'asLiteral',
]);

/** @param file of TypeScript @throws SyntaxError for one that is none */
export function wordsInCode(file: string): WordsInCode {
  const text = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  const tree = parse(text, { ecmaVersion: 'latest', sourceType: 'module', locations: true });
  const messages: string[] = [];
  const counted: string[] = [];
  const tooEarly: number[] = [];
  const strays: { line: number; text: string }[] = [];

  ancestor(tree, {
    TaggedTemplateExpression(node, _state, ancestors) {
      if (!says.has(nameOf(node.tag))) return;
      if (!ancestors.some(({ type }) => functions.has(type))) tooEarly.push(node.loc?.start.line ?? 0);
      messages.push(
        node.quasi.quasis.reduce(
          (key, { value }, at) => (at === 0 ? (value.cooked ?? '') : `${key}{${at - 1}}${value.cooked}`),
          '',
        ),
      );
    },
    CallExpression(node) {
      const name = nameOf(node.callee);
      const [first, second] = node.arguments;
      if (marks.has(name) && first !== undefined) messages.push(...stringsOf(first));
      if (name === 'sayCounted' && second?.type === 'ObjectExpression') {
        for (const property of second.properties)
          if (property.type === 'Property' && nameOf(property.key) === 'other')
            counted.push(...stringsOf(property.value));
      }
    },
    Literal(node, _state, ancestors) {
      if (typeof node.value === 'string') stray(node.value, node, ancestors);
    },
    TemplateElement(node, _state, ancestors) {
      stray(node.value.cooked ?? '', node, ancestors);
    },
  });
  return { messages: [...messages, ...counted], counted, tooEarly, strays };

  function stray(words: string, node: Node, ancestors: readonly Node[]): void {
    if (!looksSaid(words) || ancestors.some(isUnheard)) return;
    strays.push({ line: node.loc?.start.line ?? 0, text: words });
  }
}

/** Several words, or one with a capital, beginning with a letter or a bracket: not a key, an id, a path or a format. */
const looksSaid = (text: string): boolean =>
  /\p{L}{2,}[,;:.…]? \p{L}|^\p{Lu}\p{Ll}+|\p{L} $|^[.,;:]? \p{L}/u.test(text);

function isUnheard(node: Node): boolean {
  if (node.type === 'ImportDeclaration' || node.type === 'ImportAttribute') return true;
  if (node.type === 'TaggedTemplateExpression' && 'tag' in node) return says.has(nameOf(node.tag));
  if ((node.type === 'CallExpression' || node.type === 'NewExpression') && 'callee' in node) {
    const name = nameOf(node.callee);
    return marks.has(name) || name === 'sayCounted' || unheard.has(name);
  }
  return false;
}

function nameOf(node: unknown): string {
  if (typeof node !== 'object' || node === null) return '';
  if ('name' in node && typeof node.name === 'string') return node.name;
  return 'property' in node ? nameOf(node.property) : '';
}

function stringsOf(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('value' in node && typeof node.value === 'string') return [node.value];
  return [];
}
