// Older Allow rules that leave a port open although JIT protects it.
import { formatPrefix } from '../source-prefix.ts';
import { sourcePattern, WORLD } from './address-pattern.ts';
import { guardIn, withoutJitAllows } from './exposure.ts';
import { type Fate, fatesOf, gatesOf, type PortAndProtocol } from './fates.ts';
import { allowsIn, type Level } from './judge-port.ts';
import type { Hole } from './named-rule.ts';
import { matchOf } from './pattern.ts';
import { joinedSpans } from './reach.ts';
import type { AddressFilters, NsgRule } from './rule.ts';
import { prefixesOf } from './span-prefixes.ts';

/** More prefixes of one rule than anybody reads. */
const mostPrefixes = 50;

/**
 * The Allow rules by which some public address gets in through both levels, though nobody was given access. Where
 * JIT's Deny stands at a level, the rule that outranks it there is the hole, not what merely lets pass at the other;
 * where JIT's Deny is missing, every rule that lets in is. A level without an NSG has no rule that could be named.
 */
export function holesIn(filters: readonly AddressFilters[], asked: PortAndProtocol): readonly Hole[] {
  const holes = filters.flatMap((address) => holesAt(withoutJitAllows(address), asked));
  return [...new Map(holes.map((hole) => [`${hole.rule.nsg}/${hole.rule.name}`, hole])).values()];
}

function holesAt(address: AddressFilters, asked: PortAndProtocol): readonly Hole[] {
  const fates = fatesOf(gatesOf([address], asked), asked.protocol, WORLD);
  const allowed = fates.filter(({ outcome }) => outcome === 'allowed');
  if (allowed.length === 0) return [];
  const allows = allowsIn(allowed.flatMap(({ decisions }) => decisions));
  const guards = (rules: readonly NsgRule[] | undefined): boolean =>
    guardIn(rules, { port: asked.port, destination: address.privateAddress }) !== undefined;
  const guarded = { subnet: guards(address.onSubnet), interface: guards(address.onInterface) };
  const blamed = guarded.subnet || guarded.interface ? allows.filter(({ level }) => guarded[level]) : allows;
  return blamed.map(({ level, rule }) => {
    const { nsg, name, priority } = rule;
    return { port: asked.port, rule: { nsg, name, priority }, sources: sourcesOf(fates, level, rule) };
  });
}

/** As the rule says it, unless less than that gets in: another level or a Deny above it may be narrower. */
function sourcesOf(fates: readonly Fate[], level: Level, rule: NsgRule): readonly string[] {
  const sources = sourcePattern(rule.sources);
  const stopped = fates.some(
    ({ span, outcome }) => outcome !== 'allowed' && matchOf(sources, span.first) === 'yes',
  );
  if (!stopped) return rule.sources;
  const decided = fates.filter(
    ({ outcome, decisions }) =>
      outcome === 'allowed' &&
      decisions.some(
        (one) => one.level === level && one.decision.is === 'allowed' && one.decision.by === rule,
      ),
  );
  return joinedSpans(decided.map(({ span }) => span))
    .flatMap(prefixesOf)
    .slice(0, mostPrefixes)
    .map(formatPrefix);
}
