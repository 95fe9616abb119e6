// What a rule looks at and nobody said, and how it can be said.
import { anyOf } from '../../cards/list-words.ts';
import { isGuid } from '../domain/guid.ts';
import type { MachinePattern, Rule } from '../domain/policy/access-policy.ts';
import type { MachineFacts } from '../domain/policy/question.ts';

type Fact = 'resourceGroup' | 'subscriptionName' | 'subscriptionId' | 'tags';

/** How each fact is said on the command line of `explain`. */
export const asOption: Readonly<Record<Fact, string>> = {
  resourceGroup: '--resource-group',
  subscriptionName: '--subscription',
  subscriptionId: '--subscription-id',
  tags: '--tag (or --no-tags)',
};

/** How each fact is said in a case. */
export const asKey: Readonly<Record<Fact, string>> = {
  resourceGroup: '“resourceGroup”',
  subscriptionName: '“subscription” with its name',
  subscriptionId: '“subscription” with its id',
  tags: '“tags”',
};

/** How to say what a rule looks at and is not known of the machine: `--tag or --subscription`. */
export function howToSay(
  rule: Rule,
  machine: MachineFacts,
  ways: Readonly<Record<Fact, string>>,
): string | undefined {
  const facts = new Set((rule.when.machines ?? []).flatMap((pattern) => unknownTo(pattern, machine)));
  return facts.size === 0 ? undefined : anyOf([...facts].map((fact) => ways[fact]));
}

function unknownTo(pattern: MachinePattern, machine: MachineFacts): readonly Fact[] {
  return [
    ...(pattern.resourceGroup !== undefined && machine.resourceGroup === undefined
      ? ['resourceGroup' as const]
      : []),
    ...(pattern.subscription === undefined ? [] : subscriptionPart(pattern.subscription, machine)),
    ...(pattern.tags !== undefined && machine.tags === undefined ? ['tags' as const] : []),
  ];
}

function subscriptionPart(pattern: string, { subscription = {} }: MachineFacts): readonly Fact[] {
  const { id, name } = subscription;
  if (isGuid(pattern)) return id === undefined ? ['subscriptionId'] : [];
  if (name === undefined) return ['subscriptionName'];
  return id === undefined ? ['subscriptionId'] : [];
}
