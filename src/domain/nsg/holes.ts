// Older Allow rules that leave a port open although JIT protects it.
import { WORLD } from './address-pattern.ts';
import { guardIn, withoutJitAllows } from './exposure.ts';
import { fatesOf, gatesOf, type PortAndProtocol } from './fates.ts';
import { allowsIn } from './judge-port.ts';
import type { Hole } from './named-rule.ts';
import type { AddressFilters, NsgRule } from './rule.ts';

/**
 * The Allow rules by which some public address gets in through both levels, though nobody was given access. Where
 * JIT's Deny stands at a level, the rule that outranks it there is the hole, not what merely lets pass at the other;
 * where JIT's Deny is missing, every rule that lets in is. A level without an NSG has no rule that could be named.
 */
export function holesIn(filters: readonly AddressFilters[], asked: PortAndProtocol): readonly Hole[] {
  const rules = filters.flatMap((address) => holesAt(withoutJitAllows(address), asked));
  return [...new Map(rules.map((rule) => [`${rule.nsg}/${rule.name}`, rule])).values()].map(
    ({ nsg, name, priority, sources }) => ({ port: asked.port, rule: { nsg, name, priority }, sources }),
  );
}

function holesAt(address: AddressFilters, asked: PortAndProtocol): readonly NsgRule[] {
  const allowed = fatesOf(gatesOf([address], asked), asked.protocol, WORLD).filter(
    ({ outcome }) => outcome === 'allowed',
  );
  if (allowed.length === 0) return [];
  const allows = allowsIn(allowed.flatMap(({ decisions }) => decisions));
  const guards = (rules: readonly NsgRule[] | undefined): boolean =>
    guardIn(rules, { port: asked.port, destination: address.privateAddress }) !== undefined;
  const guarded = { subnet: guards(address.onSubnet), interface: guards(address.onInterface) };
  const blamed = guarded.subnet || guarded.interface ? allows.filter(({ level }) => guarded[level]) : allows;
  return blamed.map(({ rule }) => rule);
}
