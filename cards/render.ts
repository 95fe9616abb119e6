// The one renderer: fills a JSON template with values, escaping every text that is not marked `asIs`.
import { oncePerObject } from '../src/domain/once-per-object.ts';
import { type AsIs, escapeMarkdown } from './escape.ts';
import { spoken } from './language.ts';
import { inSpokenLanguage } from './template-words.ts';

/** An Adaptive Card, or a part of one, as JSON. */
export type CardJson = Readonly<Record<string, unknown>>;

/** What a placeholder may stand for. A list is for `$each` and `$when` only. */
export type Value = string | number | boolean | AsIs | readonly Scope[];
/** Values by placeholder name. */
export interface Scope {
  readonly [name: string]: Value;
}

const whole = /^\$\{(\w+)\}$/;
const parts = /\$\{(\w+)\}/g;

/**
 * Fills `template`, its own words in the language that is spoken: `${name}` in a string is replaced by its value, escaped as Markdown unless `asIs`; a string that
 * is only `${name}` becomes the value itself (a number stays a number). An object with `"$when": "${name}"` is left
 * out where the value is false, empty or 0; one with `"$each": "${name}"` in a list is repeated for each item, whose
 * own values come first. Values are never looked into for placeholders. A whole card says its language.
 * @throws Error for a placeholder without a value: a mistake in a template, never in what people typed.
 */
export function render(template: object, scope: Scope): CardJson {
  const drawn = fields(inSpokenLanguage(template), scope);
  return drawn.type === 'AdaptiveCard' ? { ...drawn, lang: spoken().language } : drawn;
}

function filled(node: unknown, scope: Scope): unknown {
  if (isStill(node)) return node;
  if (typeof node === 'string') return text(node, scope);
  if (Array.isArray(node)) return node.flatMap((item: unknown) => items(item, scope));
  if (isObject(node)) return fields(node, scope);
  return node;
}

function items(node: unknown, scope: Scope): readonly unknown[] {
  if (!isObject(node)) return [filled(node, scope)];
  const { $each, $when, ...rest } = node as { readonly $each?: unknown; readonly $when?: unknown };
  if ($when !== undefined && !holds(named($when, scope))) return [];
  if ($each === undefined) return [fields(rest, scope)];
  return list(named($each, scope)).map((item) => fields(rest, { ...scope, ...item }));
}

const fields = (node: object, scope: Scope): CardJson =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, filled(value, scope)]));

function text(node: string, scope: Scope): unknown {
  const name = whole.exec(node)?.[1];
  if (name !== undefined) return inserted(lookUp(name, scope));
  return node.replace(parts, (_, inner: string) => String(inserted(lookUp(inner, scope))));
}

function inserted(value: Value): string | number | boolean {
  if (typeof value === 'string') return escapeMarkdown(value);
  if (typeof value !== 'object') return value;
  if ('asIs' in value) return value.asIs;
  throw new Error('a list can only be used with $each or $when');
}

function named(reference: unknown, scope: Scope): Value {
  const name = typeof reference === 'string' ? whole.exec(reference)?.[1] : undefined;
  if (name === undefined) throw new Error(`$each and $when take one placeholder, not ${String(reference)}`);
  return lookUp(name, scope);
}

function lookUp(name: string, scope: Scope): Value {
  const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
  if (value === undefined) throw new Error(`the template asks for ${name}, which has no value`);
  return value;
}

function holds(value: Value): boolean {
  if (typeof value !== 'object') return Boolean(value);
  return 'asIs' in value ? value.asIs !== '' : value.length > 0;
}

function list(value: Value): readonly Scope[] {
  if (typeof value === 'object' && !('asIs' in value)) return value;
  throw new Error('$each takes a list');
}

/** Parts of templates in which there is nothing to fill: most of them. They are the same in every card. */
const areStill = oncePerObject((node: object): boolean =>
  Object.entries(node).every(([key, value]) => !key.startsWith('$') && isStill(value)),
);

function isStill(node: unknown): boolean {
  if (typeof node === 'string') return !node.includes('${');
  return typeof node !== 'object' || node === null || areStill(node);
}

const isObject = (node: unknown): node is object =>
  typeof node === 'object' && node !== null && !Array.isArray(node);
