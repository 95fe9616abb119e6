// By which Allow rules that JIT did not make somebody gets to one port of one private address, both NSGs considered.
import { INSIDE, WORLD } from '../nsg/address-pattern.ts';
import { guardIn, withoutJitAllows } from '../nsg/exposure.ts';
import { type Fate, fatesOf, type Gate, gatesOf, type PortAndProtocol } from '../nsg/fates.ts';
import { protocolMatch, type ReadyRule } from '../nsg/flow.ts';
import type { Level, LevelDecision } from '../nsg/judge-port.ts';
import type { Pattern, Span } from '../nsg/pattern.ts';
import type { AddressFilters, NsgRule } from '../nsg/rule.ts';
import { common, isWithin, unionOf, without } from '../nsg/span-sets.ts';

/** Some addresses that get in by a rule, or may. */
export interface BesideJit {
  readonly port: number;
  /** Left out: no NSG is in the way. */
  readonly rule?: NsgRule;
  /** Rising. */
  readonly spans: readonly Span[];
  /** Why it cannot be told whether they get in; left out: they do. */
  readonly doubt?: string;
  /** They are who VirtualNetwork says. */
  readonly tag?: true;
}

const EVERYBODY: readonly Span[] = [...WORLD, ...INSIDE];
/** Azure puts three rules below all that people can write; what they do is in every NSG, and no hole. */
const firstDefault = 65_000;
const virtualNetwork = 'service tag VirtualNetwork';

/**
 * Where JIT's Deny stands at a level, the rule that outranks it there is told, not what merely lets pass at the other; where
 * it is missing, every rule that lets in. What cannot be told to match is taken to let in, and says why it is not sure.
 * @throws RangeError when the private address is neither IPv4 nor IPv6
 */
export function besideJit(filters: AddressFilters, asked: PortAndProtocol): readonly BesideJit[] {
  const address = withoutJitAllows(filters);
  const [gate] = gatesOf([address], asked);
  if (gate === undefined) return [];
  const { port, protocol } = asked;
  if (gate.levels.length === 0) return [{ port, spans: unionOf(EVERYBODY) }];
  if (!gate.levels.some(({ ready }) => ready.some(({ rule }) => isSomebodys(rule)))) return [];

  const isBlamed = blameAt(address, port);
  const fates = fatesOf([gate], protocol, EVERYBODY);
  const known = byRule(fates, isBlamed);
  const open = fates.filter(({ outcome }) => outcome === 'allowed').map(({ span }) => span);
  const possible = byRule(fatesOf([widest(gate, protocol)], protocol, EVERYBODY), isBlamed);
  return [
    ...known.map(({ rule, spans }) => ({ port, rule, spans })),
    ...possible.flatMap(({ rule, spans }) => doubtful(port, rule, without(spans, open), fates)),
  ];
}

/** An Allow that a person, or what they run, has written. */
const isSomebodys = ({ access, priority }: NsgRule): boolean => access === 'Allow' && priority < firstDefault;

function blameAt(
  { onSubnet, onInterface, privateAddress: destination }: AddressFilters,
  port: number,
): (level: Level) => boolean {
  const guarded = {
    subnet: guardIn(onSubnet, { port, destination }) !== undefined,
    interface: guardIn(onInterface, { port, destination }) !== undefined,
  };
  return (level) => guarded[level] || (!guarded.subnet && !guarded.interface);
}

interface ByRule {
  readonly rule: NsgRule;
  readonly spans: readonly Span[];
}

function byRule(fates: readonly Fate[], isBlamed: (level: Level) => boolean): readonly ByRule[] {
  const found = fates
    .filter(({ outcome }) => outcome === 'allowed')
    .flatMap(({ span, decisions }) =>
      rulesIn(decisions.filter(({ level }) => isBlamed(level))).map((rule) => ({ rule, span })),
    );
  return [...Map.groupBy(found, ({ rule }) => `${rule.nsg}/${rule.name}`.toLowerCase()).values()].flatMap(
    ([one, ...others]) =>
      one === undefined ? [] : [{ rule: one.rule, spans: unionOf([one, ...others].map(({ span }) => span)) }],
  );
}

const rulesIn = (decisions: readonly LevelDecision[]): readonly NsgRule[] =>
  decisions.flatMap(({ decision }) =>
    decision.is === 'allowed' && isSomebodys(decision.by) ? [decision.by] : [],
  );

/** The same rules where every doubt is decided for letting in. */
function widest({ privateAddress, levels }: Gate, protocol: PortAndProtocol['protocol']): Gate {
  return {
    privateAddress,
    levels: levels.map(({ level, ready }) => ({
      level,
      ready: ready.flatMap((one) => (one.rule.access === 'Allow' ? allowing(one) : denying(one, protocol))),
    })),
  };
}

function allowing({ rule, source, sourcePort }: ReadyRule): readonly ReadyRule[] {
  const unclear = typeof protocolMatch(rule.protocol, 'TCP') === 'object';
  return [
    {
      rule: unclear ? { ...rule, protocol: '*' } : rule,
      about: 'yes',
      source: { sure: [...source.sure, ...source.doubtful], doubtful: [] },
      sourcePort: { sure: [...sourcePort.sure, ...sourcePort.doubtful], doubtful: [] },
    },
  ];
}

function denying(one: ReadyRule, protocol: PortAndProtocol['protocol']): readonly ReadyRule[] {
  const asked = protocol === '*' ? 'TCP' : protocol;
  if (one.about !== 'yes' || typeof protocolMatch(one.rule.protocol, asked) === 'object') return [];
  const sure = (pattern: Pattern): Pattern => ({ sure: pattern.sure, doubtful: [] });
  return [{ ...one, source: sure(one.source), sourcePort: sure(one.sourcePort) }];
}

/** What may be open, each part with why that is not known; of the tag VirtualNetwork it is known enough. */
function doubtful(
  port: number,
  rule: NsgRule,
  spans: readonly Span[],
  fates: readonly Fate[],
): readonly BesideJit[] {
  if (spans.length === 0) return [];
  const inside = common(spans, INSIDE);
  const isTag =
    inside.length > 0 && doubtsAbout(inside, fates).every((because) => because === virtualNetwork);
  const rest = isTag ? without(spans, inside) : spans;
  return [
    ...(isTag ? [{ port, rule, spans: inside, tag: true } as const] : []),
    ...(rest.length === 0
      ? []
      : [{ port, rule, spans: rest, doubt: doubtsAbout(rest, fates)[0] ?? 'not known' }]),
  ];
}

function doubtsAbout(spans: readonly Span[], fates: readonly Fate[]): readonly string[] {
  const unknown = fates.filter(
    ({ outcome, span }) => outcome === 'unknown' && !isWithin([span], without([span], spans)),
  );
  const reasons = unknown.flatMap(({ decisions }) =>
    decisions.flatMap(({ decision }) => (decision.is === 'unknown' ? [decision.because] : [])),
  );
  return [...new Set(reasons)];
}
