// Rules that can never decide anything: allowed, and hardly ever meant.
import type { Rule, When } from '../domain/policy/access-policy.ts';

/** Why a rule of the list can never decide; `undefined`: it can, as far as one sees without asking everything. */
export function neverDecides(rules: readonly Rule[], index: number): string | undefined {
  const rule = rules[index];
  if (rule === undefined || rule.decision === 'refused') return undefined;
  const refusing = rules.find((other) => other.decision === 'refused' && covers(other.when, rule.when));
  if (refusing !== undefined)
    return `“${rule.name}” never decides: “${refusing.name}” refuses all that it is about, wherever it stands.`;
  const earlier = rules
    .slice(0, index)
    .find((other) => other.decision !== 'refused' && covers(other.when, rule.when));
  if (earlier === undefined) return undefined;
  return `“${rule.name}” never decides: “${earlier.name}” stands before it and is about all of the same; put the narrower rule first.`;
}

/** Whether `outer` surely matches wherever `inner` does. Patterns and networks are compared as they are written. */
const covers = (outer: When, inner: When): boolean =>
  holdsEach(outer.machines, inner.machines) &&
  holdsEach(outer.ports, inner.ports) &&
  holdsEach(outer.requesters, inner.requesters) &&
  holdsEach(outer.sources, inner.sources) &&
  (outer.hours === undefined || outer.hours.name === inner.hours?.name);

function holdsEach(outer: readonly unknown[] | undefined, inner: readonly unknown[] | undefined): boolean {
  if (outer === undefined) return true;
  const texts = outer.map((each) => JSON.stringify(each));
  return inner?.every((each) => texts.includes(JSON.stringify(each))) ?? false;
}
