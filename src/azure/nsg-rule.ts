// An NSG rule as the SDK gives it, in the domain's words.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { NsgRule } from '../domain/nsg/rule.ts';
import { merged, text, texts } from './checked.ts';

const groups = z.array(z.unknown()).nullish();

/** A security rule (Microsoft.Network/networkSecurityGroups): what addresses it, and the fields that decide about traffic. */
export const ruleShape = z.object({
  id: text,
  etag: text,
  name: text,
  access: text,
  direction: text,
  priority: z.number().nullish(),
  protocol: text,
  sourceAddressPrefix: text,
  sourceAddressPrefixes: texts,
  destinationAddressPrefix: text,
  destinationAddressPrefixes: texts,
  sourcePortRange: text,
  sourcePortRanges: texts,
  destinationPortRange: text,
  destinationPortRanges: texts,
  sourceApplicationSecurityGroups: groups,
  destinationApplicationSecurityGroups: groups,
});

/**
 * @param nsg name of the NSG that holds the rule
 * @throws Fault `unavailable` when a field that decides is missing or unknown: a rule left out, or one that seems to
 * match nothing, could make an open port look shut and a shut one open.
 */
export function nsgRuleOf(rule: z.infer<typeof ruleShape>, nsg: string): NsgRule {
  const name = rule.name ?? 'without a name';
  const withSourceGroups = (rule.sourceApplicationSecurityGroups ?? []).length > 0;
  const withDestinationGroups = (rule.destinationApplicationSecurityGroups ?? []).length > 0;
  const mapped = {
    priority: rule.priority ?? undefined,
    direction: oneOf(['Inbound', 'Outbound'], rule.direction),
    access: oneOf(['Allow', 'Deny'], rule.access),
    protocol: rule.protocol || undefined,
    sources: filled(merged(rule.sourceAddressPrefix, rule.sourceAddressPrefixes), withSourceGroups),
    destinations: filled(
      merged(rule.destinationAddressPrefix, rule.destinationAddressPrefixes),
      withDestinationGroups,
    ),
    sourcePorts: filled(merged(rule.sourcePortRange, rule.sourcePortRanges), false),
    destinationPorts: filled(merged(rule.destinationPortRange, rule.destinationPortRanges), false),
  };
  if (!isWhole(mapped))
    throw new Fault(
      'unavailable',
      `Azure described the rule ${sayable(name)} of ${nsg} only in part: what it lets in is unknown.`,
    );
  return { name, nsg, ...mapped, usesApplicationGroups: withSourceGroups || withDestinationGroups };
}

/** A fault's words are shown: a name that Azure would not take (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules) is not repeated. */
const sayable = (name: string): string => (/^[\w. -]{1,80}$/.test(name) ? name : 'with an unusual name');

function oneOf<Value extends string>(
  known: readonly Value[],
  value: string | null | undefined,
): Value | undefined {
  return known.find((one) => one.toLowerCase() === value?.toLowerCase());
}

const filled = (values: string[], mayBeEmpty: boolean): string[] | undefined =>
  values.length === 0 && !mayBeEmpty ? undefined : values;

type Whole<Fields> = { readonly [Name in keyof Fields]: Exclude<Fields[Name], undefined> };

const isWhole = <Fields extends object>(fields: Fields): fields is Fields & Whole<Fields> =>
  !Object.values(fields).includes(undefined);
