// The access policy of the turns: that of the benchmark, with many approvals channels for its database, so that no channel
// gets more cards than Teams takes in one.
import { readFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

/** A press asks the approvers in one of these, in turn. */
export const approvalChannels = 48;

/** Name of the approvals channel with this number, from 0. */
export const channelName = (number: number): string => `databases-${number}`;

/** Where somebody asks from decides which channel is asked. */
export const sourceOf = (number: number): string => `203.0.113.${number + 1}`;

const policy = z.looseObject({
  rules: z.array(
    z.looseObject({ name: z.string(), when: z.looseObject({}), channel: z.string().optional() }),
  ),
});

/** @returns the policy as YAML: in place of its rule with a channel, one for each channel and the source that leads to it */
export async function policyOfManyChannels(): Promise<string> {
  const text = await readFile(new URL('./access-policy.yaml', import.meta.url), 'utf8');
  const read = policy.parse(parse(text));
  const numbers = Array.from({ length: approvalChannels }, (_, number) => number);
  const rules = read.rules.flatMap((rule) => {
    if (rule.channel === undefined) return [rule];
    return numbers.map((number) => ({
      ...rule,
      name: `${rule.name}, ${number}`,
      when: { ...rule.when, sources: [`${sourceOf(number)}/32`] },
      channel: channelName(number),
    }));
  });
  return stringify({ ...read, rules }, { aliasDuplicateObjects: false });
}
