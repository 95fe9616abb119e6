// What a machine's ports let in when JIT's Deny is not there, and whether it is.
import { isIpv6 } from '../ipv6.ts';
import { exposureOf, guardIn } from '../nsg/exposure.ts';
import type { PortAndProtocol } from '../nsg/fates.ts';
import { jitRuleKind } from '../nsg/jit-rule.ts';
import type { AllowAt } from '../nsg/judge-port.ts';
import type { Reach } from '../nsg/reach.ts';
import type { AddressFilters, NsgRule } from '../nsg/rule.ts';
import type { PortLeft } from './setup-change.ts';

/** What public addresses can do without JIT's Deny. Its Allow rules count: access that is open stays so when JIT is taken off. */
export const portsLeft = (
  filters: readonly AddressFilters[],
  asked: readonly PortAndProtocol[],
): readonly PortLeft[] => portsNow(filters.map(withoutDeny), asked);

/** What public addresses can do as things are, also by JIT's Allow rules that still stand. */
export const portsNow = (
  filters: readonly AddressFilters[],
  asked: readonly PortAndProtocol[],
): readonly PortLeft[] =>
  asked.map((each) => {
    const { world } = exposureOf(filters, each);
    return { port: each.port, world: world.lets, rules: rulesOf(world) };
  });

function rulesOf(world: Reach): PortLeft['rules'] {
  const by: readonly AllowAt[] = world.lets === 'all' || world.lets === 'some' ? world.by : [];
  const rules = by.map(({ rule: { nsg, name, priority } }) => ({ nsg, name, priority }));
  return [...new Map(rules.map((rule) => [`${rule.nsg}/${rule.name}`, rule])).values()];
}

function withoutDeny(filters: AddressFilters): AddressFilters {
  const others = (rules: readonly NsgRule[] | undefined) =>
    rules?.filter((rule) => jitRuleKind(rule) !== 'deny');
  return { ...filters, onInterface: others(filters.onInterface), onSubnet: others(filters.onSubnet) };
}

/**
 * Whether JIT's Deny for a port is in front of the machine, on either NSG: which one JIT writes to is not documented, and
 * traffic must pass both. Of several addresses it is the primary one's that counts: JIT guards that.
 */
export function isGuarded(filters: readonly AddressFilters[], port: number): boolean {
  const addresses = filters.filter(({ privateAddress }) => !isIpv6(privateAddress));
  const primary = addresses.filter((address) => address.primary);
  const looked = primary.length > 0 ? primary : addresses;
  return (
    looked.length > 0 &&
    looked.every(({ privateAddress, onInterface, onSubnet }) =>
      [onInterface, onSubnet].some(
        (rules) => guardIn(rules, { port, destination: privateAddress }) !== undefined,
      ),
    )
  );
}

/** Whether some NSG is in front of the machine: without one JIT has nowhere to put its rules. */
export const hasNsg = (filters: readonly AddressFilters[]): boolean =>
  filters.some(({ onInterface, onSubnet }) => onInterface !== undefined || onSubnet !== undefined);
