// Works out what a Bicep file would deploy: every resource with its values, those that only Azure knows replaced by stand-ins.
// Whatever is not declared, not given, or not known of Azure's answers is an error.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseBicep } from './parse.ts';
import type { Declaration, Expression } from './syntax.ts';

type Value = unknown;
type Values = Readonly<Record<string, Value>>;

export interface Deployed {
  /** Such as `Microsoft.App/containerApps`. */
  readonly type: string;
  readonly apiVersion: string;
  /** It is there already. */
  readonly existing: boolean;
  /** The file that declares it. */
  readonly file: string;
  readonly body: Values;
}

export interface Evaluation {
  readonly params: Values;
  readonly resources: readonly Deployed[];
  readonly outputs: Values;
}

/** What Azure would answer, by type of resource: merged into what is declared. */
export type Answers = Readonly<Record<string, (name: string) => Values>>;

const isObject = (value: Value): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (one: Values, two: Values): Values => {
  const all: Record<string, Value> = { ...one };
  for (const [key, value] of Object.entries(two)) {
    const before = all[key];
    all[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return all;
};

/** @param given the parameters @throws Error on the first thing that makes no sense */
export function evaluateBicep(file: string, given: Values, answers: Answers): Evaluation {
  const declarations = parseBicep(readFileSync(file, 'utf8'));
  const named = declarations.filter(({ keyword, name }) => name !== '' && keyword !== 'output');
  const declared = new Map(named.map((each) => [each.name, each]));
  const known = new Map<string, Value>();
  const underWay = new Set<string>();
  const resources: Deployed[] = [];
  const fail = (what: string): never => {
    throw new Error(`${file}: ${what}`);
  };
  for (const name of Object.keys(given))
    if (declared.get(name)?.keyword !== 'param') fail(`there is no parameter ${name}`);

  function lookUp(name: string, local: Values): Value {
    if (name in local) return local[name];
    if (known.has(name)) return known.get(name);
    const declaration = declared.get(name) ?? fail(`${name} is not declared`);
    if (underWay.has(name)) fail(`${name} needs itself`);
    underWay.add(name);
    const value = declare(declaration);
    known.set(name, value);
    return value;
  }

  function declare(declaration: Declaration): Value {
    const { keyword, name, value } = declaration;
    switch (keyword) {
      case 'param':
        if (name in given) return given[name];
        return value === undefined ? fail(`the parameter ${name} is not given`) : evaluate(value, {});
      case 'module':
      case 'resource': {
        if (value === undefined) return fail(`${name} has no body`);
        if (declaration.condition !== undefined && evaluate(declaration.condition, {}) !== true)
          return undefined;
        const one = keyword === 'module' ? module : resource;
        return value.kind === 'for'
          ? loop(value, {}, (each, local) => one(declaration, each, local))
          : one(declaration, value, {});
      }
      default:
        return value === undefined ? undefined : evaluate(value, {});
    }
  }

  function resource(
    { type: typed, existing }: Declaration,
    body: Expression,
    local: Values,
    parent?: Values,
  ): Value {
    const [type = '', apiVersion = ''] = typed.split('@');
    const values = evaluate(body, local);
    if (!isObject(values)) return fail(`${type} is no object`);
    const over = parent ?? values.parent;
    const name = isObject(over) ? `${over.name}/${values.name}` : String(values.name);
    const whole = isObject(over) && parent !== undefined ? `${over.type}/${type}` : type;
    const answer = merged(
      { ...values, name, type: whole, id: `/${whole}/${name}` },
      answers[whole]?.(name) ?? {},
    );
    if (parent === undefined) resources.push({ type: whole, apiVersion, existing, file, body: values });
    const children = body.kind === 'object' ? body.resources : [];
    const nested = Object.fromEntries(
      children.map((child) => [child.name, child.value && resource(child, child.value, local, answer)]),
    );
    return { ...answer, '::': nested };
  }

  function module({ type: path }: Declaration, body: Expression, local: Values): Value {
    const values = evaluate(body, local);
    if (!isObject(values) || typeof values.name !== 'string') return fail(`the module ${path} has no name`);
    const inside = evaluateBicep(
      join(dirname(file), path),
      isObject(values.params) ? values.params : {},
      answers,
    );
    resources.push(...inside.resources);
    return { outputs: inside.outputs, scope: values.scope };
  }

  function loop(
    { item, index, in: over, each }: Extract<Expression, { kind: 'for' }>,
    local: Values,
    one: (each: Expression, local: Values) => Value,
  ): readonly Value[] {
    const items = evaluate(over, local);
    if (!Array.isArray(items)) return fail(`a loop over what is no array`);
    return items.map((value, at) => one(each, { ...local, [item]: value, ...(index && { [index]: at }) }));
  }

  function evaluate(expression: Expression, local: Values): Value {
    switch (expression.kind) {
      case 'value':
        return expression.value;
      case 'text':
        return expression.parts
          .map((part) => (typeof part === 'string' ? part : plain(evaluate(part, local))))
          .join('');
      case 'name':
        return lookUp(expression.name, local);
      case 'call':
        return call(
          expression.name,
          expression.given.map((each) => evaluate(each, local)),
        );
      case 'member':
        return member(evaluate(expression.of, local), expression.name);
      case 'nested':
        return member(member(evaluate(expression.of, local), '::'), expression.name);
      case 'operation':
        return operation(expression.sign, expression.operands, local);
      case 'array':
        return expression.items.map((each) => evaluate(each, local));
      case 'object':
        return Object.fromEntries(
          expression.fields.map(({ key, value }) => [plain(evaluate(key, local)), evaluate(value, local)]),
        );
      case 'for':
        return loop(expression, local, evaluate);
    }
  }

  const plain = (value: Value): string =>
    ['string', 'number', 'boolean'].includes(typeof value)
      ? String(value)
      : fail('a text of what is no text');

  const member = (of: Value, name: string): Value =>
    isObject(of) && name in of ? of[name] : fail(`nothing is known of .${name}`);

  function operation(sign: string, operands: readonly Expression[], local: Values): Value {
    const [one, two, three] = operands;
    if (one === undefined) return fail(`${sign} without operands`);
    const first = evaluate(one, local);
    const second = () => (two === undefined ? fail(`${sign} with one operand`) : evaluate(two, local));
    switch (sign) {
      case '!':
        return first !== true;
      case '?':
        return first === true ? second() : three && evaluate(three, local);
      case '&&':
        return first === true && second() === true;
      case '==':
        return first === second();
      case '/':
        return Math.trunc(Number(first) / Number(second()));
      default:
        return fail(`${sign} is not known here`);
    }
  }

  function call(name: string, values: readonly Value[]): Value {
    const [first, second] = values;
    switch (name) {
      case 'resourceGroup':
        return { id: '/resourceGroups/rg', location: 'westeurope' };
      case 'subscription':
        return {
          id: `/subscriptions/${first ?? 'this'}`,
          subscriptionId: first ?? 'this',
          tenantId: 'tenant',
        };
      case 'tenant':
        return { tenantId: 'tenant' };
      case 'guid':
      case 'uniqueString':
        return `${name}(${values.map(plain).join(',')})`.replaceAll(/\W+/g, '-').toLowerCase();
      case 'subscriptionResourceId':
        return values.map(plain).join('/');
      case 'string':
        return plain(first);
      case 'json':
        return JSON.parse(plain(first));
      case 'empty':
        return first === '' || (Array.isArray(first) && first.length === 0);
      case 'join':
        return Array.isArray(first) ? first.map(plain).join(plain(second)) : fail('join of no array');
      case 'items':
        return isObject(first)
          ? Object.entries(first).map(([key, value]) => ({ key, value }))
          : fail('items of no object');
      case 'union':
        return values.every(isObject)
          ? Object.assign({}, ...values)
          : fail('union of other things than objects');
      case 'concat':
        return values.flatMap((value) => (Array.isArray(value) ? value : fail('concat of no array')));
      case 'loadTextContent':
        return readFileSync(join(dirname(file), plain(first)), 'utf8');
      default:
        return fail(`${name}() is not known here`);
    }
  }

  for (const { name } of named) lookUp(name, {});
  const outputs = Object.fromEntries(
    declarations
      .filter(({ keyword }) => keyword === 'output')
      .map(({ name, value }) => [name, value && evaluate(value, {})]),
  );
  const params = named
    .filter(({ keyword }) => keyword === 'param')
    .map(({ name }) => [name, known.get(name)]);
  return { resources, outputs, params: Object.fromEntries(params) };
}
