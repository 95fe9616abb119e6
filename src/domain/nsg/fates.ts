// What becomes of packets from every address of some ranges, each address considered exactly.
import { isIpv6 } from '../ipv6.ts';
import type { Protocol } from '../machine.ts';
import { decideFlow, type FlowDecision, protocolsOf } from './flow.ts';
import { type LevelDecision, type LevelRules, outcomeOf } from './judge-port.ts';
import { piecesOf, type Span } from './pattern.ts';
import { EVERY_PORT } from './port-pattern.ts';
import type { AddressFilters } from './rule.ts';
import { rulesThatMatter } from './rules-that-matter.ts';

/** A port and its protocol; `*` asks for TCP and UDP, and either that gets in counts. */
export interface PortAndProtocol {
  readonly port: number;
  readonly protocol: Protocol;
}

/** One way in: a private address with the rules before it. A level without an NSG is not among `levels`. */
export interface Gate {
  readonly privateAddress: string;
  readonly levels: readonly LevelRules[];
}

/** Source addresses that fare alike, and the decisions of all gates at which they fare best. */
export interface Fate {
  readonly span: Span;
  readonly outcome: FlowDecision['is'];
  readonly decisions: readonly LevelDecision[];
}

/** The ways into a machine, the primary address first. IPv6 addresses are passed over: no IPv4 source reaches them. */
export const gatesOf = (
  filters: readonly AddressFilters[],
  { port, protocol }: PortAndProtocol,
): readonly Gate[] =>
  filters
    .filter(({ privateAddress }) => !isIpv6(privateAddress))
    .toSorted((a, b) => Number(b.primary) - Number(a.primary))
    .map(({ privateAddress, onSubnet, onInterface }) => {
      const asked = { port, protocol, destination: privateAddress };
      return {
        privateAddress,
        levels: [
          ...(onSubnet ? [{ level: 'subnet' as const, ready: rulesThatMatter(onSubnet, asked) }] : []),
          ...(onInterface
            ? [{ level: 'interface' as const, ready: rulesThatMatter(onInterface, asked) }]
            : []),
        ],
      };
    });

const BEST_FIRST: readonly FlowDecision['is'][] = ['allowed', 'unknown', 'denied'];

/**
 * Cuts `sources` into pieces that no rule can tell apart further, and tries every way in for each: the best counts,
 * since who wants to get in may choose the address, the protocol and the source port. Without a gate all is denied.
 */
export function fatesOf(
  gates: readonly Gate[],
  protocol: Protocol,
  sources: readonly Span[],
): readonly Fate[] {
  const ready = gates.flatMap(({ levels }) => levels.flatMap((level) => level.ready));
  const patterns = ready.map(({ source }) => source);
  const sourcePorts = piecesOf(
    EVERY_PORT,
    ready.map((rule) => rule.sourcePort),
  );
  const kinds = protocolsOf(protocol).flatMap((one) =>
    sourcePorts.map((sourcePort) => ({ protocol: one, sourcePort })),
  );
  return sources
    .flatMap((span) => cut(span, piecesOf(span, patterns)))
    .map((span) => {
      const passages = gates.flatMap(({ levels }) =>
        kinds.map((kind) =>
          levels.map(
            (level): LevelDecision => ({
              level: level.level,
              decision: decideFlow(level.ready, { ...kind, address: span.first }),
            }),
          ),
        ),
      );
      const outcomes = passages.map(outcomeOf);
      const outcome = BEST_FIRST.find((one) => outcomes.includes(one)) ?? 'denied';
      return { span, outcome, decisions: passages.filter((_, at) => outcomes[at] === outcome).flat() };
    });
}

const cut = (whole: Span, firsts: readonly number[]): readonly Span[] =>
  firsts.map((first, at) => ({ first, last: (firsts[at + 1] ?? whole.last + 1) - 1 }));
