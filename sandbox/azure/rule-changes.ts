// Rules that come and go by other hands than JIT's: deleted through ARM, wiped or added by somebody.
import { z } from 'zod';
import { partsOf, sameId } from './ids.ts';
import { type Nsg, type Rule, ruleSchema, type SandboxEvent, type World } from './world.ts';

/** A rule that somebody adds, with Azure's limits; what is left out is inbound, for everybody and every protocol. */
export const newRuleSchema = ruleSchema
  .omit({ jitFor: true })
  .extend({
    name: z.string().regex(/^\w([\w.-]{0,78}\w)?$/),
    priority: z.int().min(100).max(4096),
    direction: ruleSchema.shape.direction.default('Inbound'),
    protocol: z.enum(['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']).default('*'),
    sources: ruleSchema.shape.sources.default(['*']),
    destinations: ruleSchema.shape.destinations.default(['*']),
    plural: z.boolean().default(false),
  })
  .strict();

export type NewRule = z.input<typeof newRuleSchema>;

/** The NSG of this id or name; names are unique in the example estate. */
export const nsgOf = (world: World, idOrName: string): Nsg | undefined =>
  world.nsgs.find(({ id }) => sameId(id, idOrName) || sameId(partsOf(id).name, idOrName));

const told = (kind: 'rule-appeared' | 'rule-went', nsg: Nsg, rule: Rule, at: number): SandboxEvent => ({
  kind,
  at,
  ...(rule.jitFor === undefined ? {} : { machine: partsOf(rule.jitFor).name }),
  nsg: partsOf(nsg.id).name,
  rule: rule.name,
});

/**
 * Takes a rule away. Grants it stood for have no rule from then on: nothing of theirs comes back, and nothing is left to
 * go at their end. (A guess: what JIT does about a rule that somebody else deleted is not documented.)
 * @returns `undefined` when there is no such rule.
 */
export const takeRule = (world: World, nsg: Nsg, name: string, at: number): SandboxEvent | undefined => {
  const rule = nsg.rules.find((candidate) => sameId(candidate.name, name));
  if (rule === undefined) return undefined;
  nsg.rules = nsg.rules.filter((candidate) => candidate !== rule);
  for (const grant of world.initiations.flatMap(({ machines }) => machines.flatMap(({ ports }) => ports)))
    if (grant.rule.stage === 'standing' && grant.rule.name === rule.name && sameId(grant.rule.nsgId, nsg.id))
      grant.rule = { stage: 'over' };
  return told('rule-went', nsg, rule, at);
};

/** Adds a rule. @returns a sentence why not, where Azure would not take it. */
export const putRule = (nsg: Nsg, rule: Rule, at: number): SandboxEvent | string => {
  if (nsg.rules.some((other) => sameId(other.name, rule.name)))
    return `There is a rule '${rule.name}' already.`;
  const holder = nsg.rules.find(
    (other) => other.priority === rule.priority && other.direction === rule.direction,
  );
  if (holder !== undefined) return `Rule '${holder.name}' has priority ${rule.priority} already.`;
  nsg.rules.push(rule);
  return told('rule-appeared', nsg, rule, at);
};
