// Rules that can never decide anything: allowed, and hardly ever meant.
import type { MachinePattern, Rule, When } from '../domain/policy/access-policy.ts';
import { folded } from '../domain/policy/fold.ts';

const mostWarnings = 50;

/** The texts of what each part of a rule lists; a part that is left out, or is every machine, matches everything. */
type Scope = Readonly<Record<Part, ReadonlySet<string> | undefined>>;
const parts = ['machines', 'ports', 'requesters', 'sources', 'hours'] as const;
type Part = (typeof parts)[number];

interface Scoped {
  readonly rule: Rule;
  readonly index: number;
  readonly scope: Scope;
}

/** Which rules can never decide, and why, as far as one sees without asking everything. The first fifty of them. */
export function rulesThatNeverDecide(
  rules: readonly Rule[],
): readonly { readonly index: number; readonly message: string }[] {
  const scoped = rules.map((rule, index): Scoped => ({ rule, index, scope: scopeOf(rule.when) }));
  const refusing = lookUp(scoped.filter(({ rule }) => rule.decision === 'refused'));
  const opening = scoped.filter(({ rule }) => rule.decision !== 'refused');
  const others = lookUp(opening);
  const found = opening.flatMap(({ rule, index, scope }) => {
    const refuser = refusing(scope);
    if (refuser !== undefined)
      return [
        {
          index,
          message: `“${rule.name}” never decides: “${refuser.rule.name}” refuses all that it is about, wherever it stands.`,
        },
      ];
    const earlier = others(scope, index);
    if (earlier === undefined) return [];
    return [
      {
        index,
        message: `“${rule.name}” never decides: “${earlier.rule.name}” stands before it and is about all of the same; put the narrower rule first.`,
      },
    ];
  });
  return found.slice(0, mostWarnings);
}

/**
 * Finds the first of `rules` (before the rule `before`) that surely matches wherever `scope` does. Only those are looked
 * at that list the first entry of a part of `scope`: others cannot. Each is kept under that part of which fewest others
 * list the same, so that few are looked at even where all rules are about one port.
 */
function lookUp(rules: readonly Scoped[]): (scope: Scope, before?: number) => Scoped | undefined {
  const uses = Map.groupBy(
    rules.flatMap(({ scope }) => parts.flatMap((part) => keysOf(scope, part))),
    (key) => key,
  );
  const often = (keys: readonly string[]): number =>
    Math.max(...keys.map((key) => uses.get(key)?.length ?? 0));
  const keys = rules.flatMap((each) => {
    const [narrowest] = parts
      .filter((part) => each.scope[part] !== undefined)
      .map((part) => keysOf(each.scope, part))
      .sort((a, b) => often(a) - often(b));
    return (narrowest ?? [anywhere]).map((key) => ({ key, each }));
  });
  const listed = Map.groupBy(keys, ({ key }) => key);
  return (scope, before = Number.POSITIVE_INFINITY) =>
    [anywhere, ...parts.flatMap((part) => keysOf(scope, part).slice(0, 1))]
      .map((key) =>
        listed.get(key)?.find(({ each: { index, scope: outer } }) => index < before && covers(outer, scope)),
      )
      .filter((one) => one !== undefined)
      .map(({ each }) => each)
      .sort((a, b) => a.index - b.index)[0];
}

/** Under this are rules that leave all parts out. */
const anywhere = '';

const keysOf = (scope: Scope, part: Part): readonly string[] =>
  [...(scope[part] ?? [])].map((entry) => `${part} ${entry}`);

/** Whether `outer` surely matches wherever `inner` does. Patterns and networks are compared as they are written. */
const covers = (outer: Scope, inner: Scope): boolean =>
  parts.every((part) => {
    const wide = outer[part];
    if (wide === undefined) return true;
    const narrow = inner[part];
    return narrow !== undefined && [...narrow].every((entry) => wide.has(entry));
  });

function scopeOf({ machines, ports, requesters, sources, hours }: When): Scope {
  const patterns = machines?.map(machineText);
  return {
    machines: patterns === undefined || patterns.includes('') ? undefined : new Set(patterns),
    ports: ports && new Set(ports.map(String)),
    requesters: requesters && new Set(requesters.map(({ kind, id }) => `${kind} ${id}`)),
    sources: sources && new Set(sources.map(({ prefixes }) => prefixes.join())),
    hours: hours && new Set([hours.name]),
  };
}

/** The same text for the same machines; nothing for all of them. */
function machineText({ name, resourceGroup, subscription, tags }: MachinePattern): string {
  const told = [
    ...(name === undefined || /^\*+$/.test(name) ? [] : [['name', folded(name)]]),
    ...(resourceGroup === undefined ? [] : [['group', folded(resourceGroup)]]),
    ...(subscription === undefined ? [] : [['subscription', folded(subscription)]]),
    ...Object.entries(tags ?? {})
      .map(([tag, value]) => ['tag', folded(tag), folded(value)])
      .sort(),
  ];
  return told.length === 0 ? '' : JSON.stringify(told);
}
