// JIT's rules in a subscription, with the machines whose traffic they are about.
import type { SeenMachine, SeenNsg, SeenSubscription } from '../estate.ts';
import { destinationPattern } from '../nsg/address-pattern.ts';
import { jitRuleKind } from '../nsg/jit-rule.ts';
import { matchOf } from '../nsg/pattern.ts';
import type { AddressFilters, NsgRule } from '../nsg/rule.ts';
import { parsePrefix } from '../source-prefix.ts';

export interface JitRuleSeen {
  readonly nsg: SeenNsg;
  readonly rule: NsgRule;
  readonly kind: 'allow' | 'deny';
  /** Machines behind this NSG that its destination holds, or may hold. */
  readonly machines: readonly SeenMachine[];
}

interface Place {
  readonly machine: SeenMachine;
  readonly address: number;
}

/** Inbound rules that JIT made, by their names. */
export function jitRulesIn({ nsgs, machines }: SeenSubscription): readonly JitRuleSeen[] {
  const behind = placesByNsg(machines);
  return nsgs.flatMap((nsg) =>
    nsg.rules.flatMap((rule): readonly JitRuleSeen[] => {
      const kind = jitRuleKind(rule);
      if (kind === undefined || rule.direction !== 'Inbound') return [];
      const places = [...(behind.get(nsg.name.toLowerCase()) ?? []), ...(behind.get('') ?? [])];
      return [{ nsg, rule, kind, machines: reached(rule, places) }];
    }),
  );
}

function reached({ destinations, usesApplicationGroups }: NsgRule, places: readonly Place[]) {
  const pattern = destinationPattern(destinations);
  const found = places.filter(({ address }) => usesApplicationGroups || matchOf(pattern, address) !== 'no');
  return [...new Set(found.map(({ machine }) => machine))];
}

/** By the NSG's name, lower case; `''`: before an address whose NSG did not say its name. */
function placesByNsg(machines: readonly SeenMachine[]): ReadonlyMap<string, readonly Place[]> {
  const places = machines.flatMap((machine) =>
    machine.filters.flatMap((filters) => {
      const address = parsePrefix(filters.privateAddress)?.first;
      return address === undefined
        ? []
        : nsgNames(filters).map((nsg) => ({ nsg, place: { machine, address } }));
    }),
  );
  const groups = Map.groupBy(places, ({ nsg }) => nsg);
  return new Map([...groups].map(([nsg, group]) => [nsg, group.map(({ place }) => place)]));
}

const nsgNames = ({ onInterface, onSubnet }: AddressFilters): readonly string[] =>
  [onInterface, onSubnet].flatMap((rules) =>
    rules === undefined ? [] : [rules[0]?.nsg.toLowerCase() ?? ''],
  );
