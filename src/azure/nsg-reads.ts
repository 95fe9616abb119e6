// Reads one NSG, and which NSG a subnet has, as they are at this moment.
import { z } from 'zod';
import type { NsgRule } from '../domain/nsg/rule.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked, reference, text } from './checked.ts';
import { reading } from './fault-of.ts';
import { mustExist } from './missing.ts';
import { nsgRuleOf, ruleShape } from './nsg-rule.ts';

/** The id proves that the body is a subnet: an empty one must not read as a subnet without an NSG. */
const subnetShape = z.object({ id: z.string(), networkSecurityGroup: reference });

const references = z.array(z.object({ id: text })).nullish();

/** The fields of Microsoft.Network/networkSecurityGroups that are used. */
export const nsgShape = z.object({
  location: text,
  securityRules: z.array(ruleShape),
  defaultSecurityRules: z.array(ruleShape).nullish(),
  networkInterfaces: references,
  subnets: references,
});

export type WrittenNsg = z.infer<typeof nsgShape>;

/** A rule with what it takes to change it: where it is, and which version of it was read. */
export interface WrittenRule {
  readonly rule: NsgRule;
  readonly id: string | undefined;
  readonly etag: string | undefined;
}

/** Custom and default rules. @param name the NSG's @throws Fault when a rule is described only in part */
export const rulesIn = (
  { securityRules, defaultSecurityRules }: WrittenNsg,
  name: string,
): readonly WrittenRule[] =>
  [...securityRules, ...(defaultSecurityRules ?? [])].map((rule) => ({
    rule: nsgRuleOf(rule, name),
    id: rule.id ?? undefined,
    etag: rule.etag ?? undefined,
  }));

/** Both throw a Fault, `unavailable` where the resource is gone: something named it a moment ago. */
export function createNsgReads(arm: Arm) {
  return {
    async nsg(id: string): Promise<WrittenNsg> {
      const part = armIdOf(id);
      const client = (await arm.network(part('subscriptions'))).networkSecurityGroups;
      const nsg = await mustExist(
        reading(() => client.get(part('resourceGroups'), part('networkSecurityGroups'))),
      );
      return checked(nsgShape, nsg, 'a network security group');
    },

    /** `undefined`: the subnet has none. */
    async nsgOfSubnet(id: string): Promise<string | undefined> {
      const part = armIdOf(id);
      const client = (await arm.network(part('subscriptions'))).subnets;
      const subnet = await mustExist(
        reading(() => client.get(part('resourceGroups'), part('virtualNetworks'), part('subnets'))),
      );
      return checked(subnetShape, subnet, 'a subnet').networkSecurityGroup?.id ?? undefined;
    },
  };
}
