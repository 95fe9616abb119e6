// The truth about one port of a machine: what the world, and what private networks, can do with it, and by which rules.
import { oncePerObject } from '../once-per-object.ts';
import { INSIDE, WORLD } from './address-pattern.ts';
import { fatesOf, type Gate, gatesOf, type PortAndProtocol } from './fates.ts';
import { readyRules } from './flow.ts';
import { jitRuleKind } from './jit-rule.ts';
import type { Level } from './judge-port.ts';
import type { Match, Span } from './pattern.ts';
import { type Reach, reachOf } from './reach.ts';
import type { AddressFilters, NsgRule } from './rule.ts';

/** A rule that bears on the port. `match`: whether it is about this port and machine; an object says why that is not known. */
export interface RuleAt {
  readonly rule: NsgRule;
  readonly about: Match;
}

/** The rules of one level in the order in which Azure looks at them; `undefined`: no NSG there, and all pass. */
export interface LevelView {
  readonly level: Level;
  readonly rules: readonly RuleAt[] | undefined;
  /** JIT's Deny for the port at this level, also where a rule above it lets everybody in and it is never reached. */
  readonly guard?: NsgRule;
}

export interface Exposure {
  /** What public addresses can do as things are. */
  readonly world: Reach;
  /** The same without the Allow rules that JIT made: what is open although nobody was given access. */
  readonly worldWithoutGrants: Reach;
  /** What private addresses can do. Who is in `VirtualNetwork` is not known here, so this is often not known. */
  readonly inside: Reach;
  /** The private address that fares best, with the rules before it, the subnet's first; `undefined`: it has none. */
  readonly gate: { readonly privateAddress: string; readonly levels: readonly LevelView[] } | undefined;
}

/**
 * Only IPv4 is judged. Whether the machine has a public address, or something else before it (a load balancer, a
 * firewall), is not considered: this is what the NSGs let through.
 * @throws RangeError when a private address is neither IPv4 nor IPv6
 */
export function exposureOf(filters: readonly AddressFilters[], asked: PortAndProtocol): Exposure {
  const gates = gatesOf(filters, asked);
  const reach = (of: readonly Gate[], sources: readonly Span[]): Reach =>
    reachOf(fatesOf(of, asked.protocol, sources));
  const best = bestOf(gates, (gate) => reach([gate], WORLD).lets);
  const seen = best && filters.find(({ privateAddress }) => privateAddress === best.privateAddress);
  const world = reach(gates, WORLD);
  return {
    world,
    worldWithoutGrants: filters.some(hasJitAllow)
      ? reach(gatesOf(filters.map(withoutJitAllows), asked), WORLD)
      : world,
    inside: reach(gates, INSIDE),
    gate: best && seen && { privateAddress: best.privateAddress, levels: viewsOf(best, seen, asked.port) },
  };
}

/** The filters as they would be if nobody had been given access. */
export function withoutJitAllows(filters: AddressFilters): AddressFilters {
  const { onInterface, onSubnet } = filters;
  return {
    ...filters,
    onInterface: onInterface && othersAmong(onInterface),
    onSubnet: onSubnet && othersAmong(onSubnet),
  };
}

// The same list for all machines behind an NSG: what is read of it is read once, too.
const othersAmong = oncePerObject((rules: readonly NsgRule[]): readonly NsgRule[] =>
  rules.filter((rule) => jitRuleKind(rule) !== 'allow'),
);

const hasJitAllow = ({ onInterface = [], onSubnet = [] }: AddressFilters): boolean =>
  [...onInterface, ...onSubnet].some((rule) => jitRuleKind(rule) === 'allow');

const BEST_FIRST: readonly Reach['lets'][] = ['all', 'some', 'unknown', 'none'];

function bestOf(gates: readonly Gate[], letsAt: (gate: Gate) => Reach['lets']): Gate | undefined {
  if (gates.length < 2) return gates[0];
  const ranked = gates.map((gate) => ({ gate, rank: BEST_FIRST.indexOf(letsAt(gate)) }));
  return ranked.toSorted((one, other) => one.rank - other.rank)[0]?.gate;
}

function viewsOf(
  { levels }: Gate,
  { onSubnet, onInterface, privateAddress }: AddressFilters,
  port: number,
): readonly LevelView[] {
  const view = (level: Level, nsg: readonly NsgRule[] | undefined): LevelView => {
    if (nsg === undefined) return { level, rules: undefined };
    const ready = levels.find((one) => one.level === level)?.ready ?? [];
    const guard = guardIn(nsg, { port, destination: privateAddress });
    return { level, rules: ready.map(({ rule, about }) => ({ rule, about })), ...(guard && { guard }) };
  };
  return [view('subnet', onSubnet), view('interface', onInterface)];
}

/** JIT's Deny for a port of an address, if the NSG has one. @throws RangeError when the address is not IPv4 */
export const guardIn = (
  rules: readonly NsgRule[] | undefined,
  asked: { readonly port: number; readonly destination: string },
): NsgRule | undefined =>
  readyRules(rules ?? [], asked).find(({ rule }) => jitRuleKind(rule) === 'deny')?.rule;
