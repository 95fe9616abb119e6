// Reads the little of Bicep that infra/roles/roles.bicep is written in, strictly: whatever else stands there is an error.
// No Bicep compiler can be had where the tests run. Written after the grammar at
// https://learn.microsoft.com/azure/azure-resource-manager/bicep/file, for: strings, arrays, objects, calls, `a.b`, `!`, `&&`.

/** A string, or an expression as it is written; arrays and objects as they are. */
export type Value =
  | { readonly text: string }
  | { readonly code: string }
  | readonly Value[]
  | { readonly fields: Fields };
export type Fields = Readonly<Record<string, Value>>;

export interface Module {
  readonly targetScope: Value;
  readonly params: Readonly<Record<string, { readonly type: string; readonly value: Value }>>;
  readonly resources: Readonly<
    Record<string, { readonly type: string; readonly condition?: Value; readonly body: Fields }>
  >;
  readonly outputs: Readonly<Record<string, Value>>;
}

const token =
  /(?<space>[ \t]+|\/\/[^\n]*)|(?<line>\n)|(?<text>'(?:[^'\\\n$]|\\['\\nrt$]|\$(?!\{))*')|(?<word>[A-Za-z_]\w*)|(?<sign>&&|[@()[\]{}:=.,!])/y;

/** @throws Error that says where it stopped making sense */
export function readBicep(source: string): Module {
  const tokens: { readonly kind: string; readonly text: string; readonly at: number }[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const found = token.exec(source);
    if (found === null) throw new Error(`no Bicep at ${JSON.stringify(source.slice(at, at + 40))}`);
    const [kind = ''] = Object.entries(found.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    if (kind !== 'space') tokens.push({ kind, text: found[0], at });
  }
  let next = 0;
  const peek = () => tokens[next] ?? { kind: 'end', text: '', at: source.length };
  const fail = (wanted: string): never => {
    throw new Error(`${wanted} is missing at ${JSON.stringify(source.slice(peek().at, peek().at + 40))}`);
  };
  const take = (wanted: string): string => {
    const { kind, text } = peek();
    if (kind !== wanted && text !== wanted) fail(wanted);
    next += 1;
    return text;
  };
  const is = (text: string) => peek().text === text && peek().kind !== 'text';
  const lines = () => {
    while (peek().kind === 'line') next += 1;
  };
  const unquoted = (text: string) => text.slice(1, -1).replaceAll(/\\(.)/g, '$1');

  function primary(): Value {
    if (peek().kind === 'text') return { text: unquoted(take('text')) };
    if (is('[')) return array();
    if (is('{')) return { fields: object() };
    let code = is('!') ? take('!') : '';
    code += take('word');
    while (is('.') || is('(')) {
      if (is('.')) code += take('.') + take('word');
      else code += call();
    }
    return { code };
  }

  function call(): string {
    const given: string[] = [];
    take('(');
    while (!is(')')) {
      const value = primary();
      given.push('code' in value ? value.code : JSON.stringify(value));
      if (!is(')')) take(',');
    }
    take(')');
    return `(${given.join(', ')})`;
  }

  function expression(): Value {
    let value = primary();
    while (is('&&')) {
      take('&&');
      const other = primary();
      if (!('code' in value && 'code' in other)) return fail('a condition');
      value = { code: `${value.code} && ${other.code}` };
    }
    return value;
  }

  function array(): readonly Value[] {
    const items: Value[] = [];
    take('[');
    if (!is(']')) take('line');
    while (!is(']')) {
      items.push(expression());
      take('line');
    }
    take(']');
    return items;
  }

  function object(): Fields {
    const fields: Record<string, Value> = {};
    take('{');
    take('line');
    while (!is('}')) {
      const name = take('word');
      if (name in fields) fail(`another name than ${name}`);
      take(':');
      fields[name] = expression();
      take('line');
    }
    take('}');
    return fields;
  }

  const params: Record<string, { type: string; value: Value }> = {};
  const resources: Record<string, { type: string; condition?: Value; body: Fields }> = {};
  const outputs: Record<string, Value> = {};
  let targetScope: Value = { text: 'resourceGroup' };
  for (lines(); peek().kind !== 'end'; lines()) {
    if (is('@')) {
      take('@');
      take('word');
      call();
      take('line');
      continue;
    }
    const kind = take('word');
    if (kind === 'targetScope') {
      take('=');
      targetScope = expression();
    } else if (kind === 'param' || kind === 'output') {
      const name = take('word');
      const type = take('word');
      take('=');
      if (kind === 'param') params[name] = { type, value: expression() };
      else outputs[name] = expression();
    } else if (kind === 'resource') {
      const name = take('word');
      const type = unquoted(take('text'));
      take('=');
      if (is('if')) {
        take('if');
        take('(');
        const condition = expression();
        take(')');
        resources[name] = { type, condition, body: object() };
      } else resources[name] = { type, body: object() };
    } else fail('a declaration');
    take('line');
  }
  return { targetScope, params, resources, outputs };
}
