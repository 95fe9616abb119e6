// /_sandbox/rules: somebody else's hand in the NSGs, such as infrastructure as code, or a colleague in the portal.
import type { IncomingMessage } from 'node:http';
import { type Answer, armError } from './answers.ts';
import { readJson } from './http.ts';
import type { Reality } from './reality.ts';
import { newRuleSchema, nsgOf, putRule, takeRule } from './rule-changes.ts';

/** Takes a custom rule (JIT's too) out of an NSG, by id or name, at once. @returns false when there is none. */
export const wipeRule = (reality: Reality, nsgName: string, rule: string): boolean => {
  const world = reality.world();
  const nsg = nsgOf(world, nsgName);
  const event = nsg && takeRule(world, nsg, rule, reality.now());
  if (event !== undefined) reality.emit(event);
  return event !== undefined;
};

/** Adds a rule. @returns a sentence when Azure would not take it. @throws ZodError when it is none. */
export const addRule = (reality: Reality, nsgName: string, rule: unknown): string | undefined => {
  const nsg = nsgOf(reality.world(), nsgName);
  if (nsg === undefined) return `There is no NSG '${nsgName}'.`;
  const outcome = putRule(nsg, newRuleSchema.parse(rule), reality.now());
  if (typeof outcome === 'string') return outcome;
  reality.emit(outcome);
  return undefined;
};

/** Answers `DELETE /_sandbox/rules/<nsg>/<rule>` and `POST /_sandbox/rules/<nsg>`; `undefined`: it is about something else. */
export const ruleControl = async (
  reality: Reality,
  request: IncomingMessage,
  path: string,
): Promise<Answer | undefined> => {
  const found = /^\/_sandbox\/rules\/([^/]+)(?:\/([^/]+))?$/.exec(path);
  const [nsg, rule] = [found?.[1], found?.[2]].map((part) => part && decodeURIComponent(part));
  if (nsg === undefined) return undefined;
  if (request.method === 'DELETE' && rule !== undefined)
    return wipeRule(reality, nsg, rule)
      ? { status: 204 }
      : armError(404, 'RuleNotFound', `There is no rule '${rule}' in an NSG '${nsg}'.`);
  if (request.method !== 'POST' || rule !== undefined) return undefined;
  if (nsgOf(reality.world(), nsg) === undefined)
    return armError(404, 'NsgNotFound', `There is no NSG '${nsg}'.`);
  const refusal = addRule(reality, nsg, await readJson(request));
  return refusal === undefined ? { status: 201 } : armError(409, 'SecurityRuleConflict', refusal);
};
