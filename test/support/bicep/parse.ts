// Reads the part of Bicep that infra/ is written in, strictly: whatever else stands there is an error. No compiler of Bicep
// can be had where the tests run. Written after https://learn.microsoft.com/azure/azure-resource-manager/bicep/file.
import type { Declaration, Decorator, Expression, Field } from './syntax.ts';

const keywords = /(targetScope|using|param|var|output|resource|module)\b/y;
const word = /[A-Za-z_]\w*/y;
const number = /\d+/y;
const blank = /(?:[ \t]|\/\/[^\n]*)+/y;
const blankOrLine = /(?:\s|\/\/[^\n]*)+/y;
/** From the loosest on. */
const operators = [['||'], ['&&'], ['==', '!='], ['+', '-'], ['*', '/']] as const;

/** @returns all declarations, in their order @throws Error that says where it stopped making sense */
export function parseBicep(source: string): readonly Declaration[] {
  let at = 0;
  const fail = (wanted: string): never => {
    const line = source.slice(0, at).split('\n').length;
    throw new Error(`line ${line}: ${wanted} is missing at ${JSON.stringify(source.slice(at, at + 40))}`);
  };
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(source) ?? [];
    at += found?.length ?? 0;
    return found;
  };
  /** Whether this stands next, over blanks; it is taken then. */
  const took = (sign: string, over = blank): boolean => {
    match(over);
    if (!source.startsWith(sign, at)) return false;
    // A word is not the beginning of another one.
    if (/\w$/.test(sign) && /\w/.test(source[at + sign.length] ?? '')) return false;
    at += sign.length;
    return true;
  };
  const need = (sign: string, over = blank): void => {
    if (!took(sign, over)) fail(sign);
  };
  const name = (): string => {
    match(blank);
    return match(word) ?? fail('a name');
  };
  const plainText = (): string => {
    const text = string();
    if (text.kind !== 'value' || typeof text.value !== 'string') return fail('a plain text');
    return text.value;
  };

  function string(): Expression {
    need("'");
    const parts: (string | Expression)[] = [];
    let text = '';
    while (!took("'", /(?!)/y)) {
      if (source.startsWith('${', at)) {
        at += 2;
        parts.push(text, expression());
        text = '';
        need('}');
      } else if (at >= source.length || source[at] === '\n') fail("'");
      else {
        if (source[at] === '\\') at += 1;
        text += source[at];
        at += 1;
      }
    }
    if (parts.length === 0) return { kind: 'value', value: text };
    return { kind: 'text', parts: [...parts, text] };
  }

  function expression(): Expression {
    const condition = binary(0);
    if (!took('?')) return condition;
    const yes = expression();
    need(':');
    return { kind: 'operation', sign: '?', operands: [condition, yes, expression()] };
  }

  function binary(level: number): Expression {
    const signs = operators[level];
    if (signs === undefined) return unary();
    let left = binary(level + 1);
    for (;;) {
      const sign = signs.find((each) => took(each));
      if (sign === undefined) return left;
      left = { kind: 'operation', sign, operands: [left, binary(level + 1)] };
    }
  }

  function unary(): Expression {
    if (took('!')) return { kind: 'operation', sign: '!', operands: [unary()] };
    let value = primary();
    for (;;) {
      if (took('::')) value = { kind: 'nested', of: value, name: name() };
      else if (took('.')) value = { kind: 'member', of: value, name: name() };
      else return value;
    }
  }

  function primary(): Expression {
    match(blank);
    if (source[at] === "'") return string();
    if (source[at] === '[') return list();
    if (source[at] === '{') return object();
    if (took('(')) {
      const inside = expression();
      need(')');
      return inside;
    }
    const digits = match(number);
    if (digits !== undefined) return { kind: 'value', value: Number(digits) };
    const called = name();
    if (called === 'true' || called === 'false') return { kind: 'value', value: called === 'true' };
    if (called === 'null') return { kind: 'value', value: null };
    return took('(') ? { kind: 'call', name: called, given: given() } : { kind: 'name', name: called };
  }

  function given(): readonly Expression[] {
    const all: Expression[] = [];
    while (!took(')', blankOrLine)) {
      if (all.length > 0) need(',', blankOrLine);
      match(blankOrLine);
      all.push(expression());
    }
    return all;
  }

  function list(): Expression {
    need('[');
    if (took('for')) return loop();
    const items: Expression[] = [];
    while (!took(']', blankOrLine)) {
      items.push(expression());
      separated(']');
    }
    return { kind: 'array', items };
  }

  function loop(): Expression {
    const pair = took('(');
    const item = name();
    let index: string | undefined;
    if (pair) {
      need(',');
      index = name();
      need(')');
    }
    need('in');
    const over = expression();
    need(':');
    const each = expression();
    need(']', blankOrLine);
    return { kind: 'for', item, index, in: over, each };
  }

  /** Things in arrays and objects stand on lines of their own. */
  function separated(end: string): void {
    match(blank);
    if (source[at] !== '\n' && !source.startsWith(end, at)) fail('a new line');
  }

  function object(): Expression {
    need('{');
    const fields: Field[] = [];
    const resources: Declaration[] = [];
    while (!took('}', blankOrLine)) {
      if (/^resource [a-z]\w* '/i.test(source.slice(at, at + 80))) resources.push(declaration([]));
      else {
        const key: Expression = source[at] === "'" ? string() : { kind: 'value', value: name() };
        need(':');
        fields.push({ key, value: expression() });
      }
      separated('}');
    }
    return { kind: 'object', fields, resources };
  }

  function declaration(decorators: readonly Decorator[]): Declaration {
    match(blankOrLine);
    const keyword = match(keywords) as Declaration['keyword'] | undefined;
    const bare = { name: '', type: '', existing: false, condition: undefined, value: undefined, decorators };
    switch (keyword) {
      case undefined:
        return fail('a declaration');
      case 'targetScope':
        need('=');
        return { ...bare, keyword, value: expression() };
      case 'using':
        match(blank);
        return { ...bare, keyword, type: plainText() };
      case 'var':
        return { ...bare, keyword, name: name(), value: valued() };
      case 'param': {
        const called = name();
        const type = took('=') ? '' : typeName();
        if (type === '') return { ...bare, keyword, name: called, value: expression() };
        return { ...bare, keyword, name: called, type, value: took('=') ? expression() : undefined };
      }
      case 'output':
        return { ...bare, keyword, name: name(), type: typeName(), value: valued() };
      case 'resource':
      case 'module': {
        const called = name();
        match(blank);
        const type = plainText();
        const existing = took('existing');
        need('=');
        let condition: Expression | undefined;
        if (took('if')) {
          need('(');
          condition = expression();
          need(')');
        }
        return { ...bare, keyword, name: called, type, existing, condition, value: expression() };
      }
    }
  }

  function valued(): Expression {
    need('=');
    return expression();
  }

  function typeName(): string {
    const plain = name();
    if (!took('[')) return plain;
    need(']');
    return `${plain}[]`;
  }

  const declarations: Declaration[] = [];
  for (;;) {
    const decorators: Decorator[] = [];
    while (took('@', blankOrLine)) {
      const called = name();
      need('(');
      decorators.push({ name: called, given: given() });
    }
    match(blankOrLine);
    if (at >= source.length && decorators.length === 0) return declarations;
    declarations.push(declaration(decorators));
    match(blank);
    if (at < source.length && source[at] !== '\n') fail('a new line');
  }
}
