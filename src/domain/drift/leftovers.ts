// What JIT made for machines that are gone: rules for addresses that nobody has, entries of policies.
import type { SeenSubscription } from '../estate.ts';
import type { LeftoverFinding } from './finding.ts';
import type { JitRuleSeen } from './jit-rules-in.ts';

/** @param rules of the same subscription */
export function leftoversIn(
  { subscription, machines, policies }: SeenSubscription,
  rules: readonly JitRuleSeen[],
): readonly LeftoverFinding[] {
  const ofRules = rules
    .filter((seen) => seen.machines.length === 0)
    .map(({ nsg, rule, kind }): LeftoverFinding => {
      const { name, priority, destinations } = rule;
      return {
        kind: 'leftover',
        key: `leftover/rule/${nsg.id}/${name.toLowerCase()}`,
        subscription,
        resourceGroup: nsg.resourceGroup,
        what: {
          kind: 'rule',
          access: kind === 'allow' ? 'Allow' : 'Deny',
          rule: { nsg: nsg.name, name, priority },
          destinations: destinations.slice(0, mostDestinations),
        },
      };
    });
  const there = new Set(machines.map(({ id }) => id));
  const entries = policies.flatMap(({ id: policyId, machineIds }) =>
    [...new Set(machineIds)]
      .filter((id) => !there.has(id))
      .map(
        (id): LeftoverFinding => ({
          kind: 'leftover',
          key: `leftover/entry/${policyId.toLowerCase()}/${id}`,
          subscription,
          resourceGroup: partAfter(policyId, 'resourcegroups'),
          what: { kind: 'entry', policyId, machine: partAfter(id, 'virtualmachines') },
        }),
      ),
  );
  return [...ofRules, ...entries];
}

const mostDestinations = 20;

/** The part of an ARM id behind a word, as it is spelt there; the whole id where the word is missing. */
function partAfter(id: string, word: string): string {
  const parts = id.split('/');
  return parts[parts.findIndex((part) => part.toLowerCase() === word) + 1] || id;
}
