// One kind of packet, and what one NSG does to it.
import type { Protocol } from '../machine.ts';
import { oncePerObject } from '../once-per-object.ts';
import { parsePrefix } from '../source-prefix.ts';
import { destinationPattern, sourcePattern } from './address-pattern.ts';
import { byAddress } from './by-address.ts';
import { allOf, type Match, matchOf, type Pattern, piecesOf } from './pattern.ts';
import { EVERY_PORT, portPattern } from './port-pattern.ts';
import type { NsgRule } from './rule.ts';

/** What is asked of one private address. `source` is an IPv4 address or CIDR; `*` asks for TCP and UDP together. */
export interface Question {
  readonly source: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly destination: string;
}

/**
 * Packets that every rule looked at treats alike, told by one of them. A question is cut into flows, so that an
 * answer about a whole prefix, both protocols and all source ports is exact, and each flow is a plain walk.
 */
export interface Flow {
  readonly address: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly sourcePort: number;
}

/** What stops traffic: a Deny rule, or nothing at all having allowed it. */
export type Blocker = NsgRule | 'no matching rule';

/** What one NSG does to one flow. `unknown`: a rule that cannot be told to match would turn the answer round. */
export type FlowDecision =
  | { readonly is: 'allowed'; readonly by: NsgRule }
  | { readonly is: 'denied'; readonly by: Blocker }
  | { readonly is: 'unknown'; readonly rule: NsgRule; readonly because: string };

/** A rule made ready for one question: `about` is what its port and destination say, the same for all flows. */
export interface ReadyRule {
  readonly rule: NsgRule;
  readonly about: Match;
  readonly source: Pattern;
  readonly sourcePort: Pattern;
}

// Azure allows one inbound rule per priority; the other keys only make the order of the list not matter.
const byPriority = (a: NsgRule, b: NsgRule): number =>
  a.priority - b.priority || b.access.localeCompare(a.access) || (a.name < b.name ? -1 : 1);

/** Rules, in the order in which Azure looks at them. */
export const inPriorityOrder = (rules: Iterable<NsgRule>): readonly NsgRule[] => [...rules].sort(byPriority);

const addressOf = (text: string): number => {
  const prefix = parsePrefix(text);
  if (prefix?.length !== 32) throw new RangeError(`Not an IPv4 address: ${text}`);
  return prefix.first;
};

/**
 * The inbound rules that may say something about the question, in priority order.
 * @throws RangeError when the destination is not an IPv4 address.
 */
export const readyRules = (
  rules: readonly NsgRule[],
  question: Pick<Question, 'port' | 'destination'>,
): readonly ReadyRule[] => {
  const destination = addressOf(question.destination);
  const ready: ReadyRule[] = [];
  for (const { rule, ports, destinations, source, sourcePort } of inboundOf(rules)([destination])) {
    const about = allOf(
      rule.usesApplicationGroups ? { because: 'application security group' } : 'yes',
      matchOf(ports, question.port),
      matchOf(destinations, destination),
    );
    if (about !== 'no') ready.push({ rule, about, source, sourcePort });
  }
  return ready;
};

/** A rule with its fields read: what it says to every question. */
interface ReadRule {
  readonly rule: NsgRule;
  readonly ports: Pattern;
  readonly destinations: Pattern;
  readonly source: Pattern;
  readonly sourcePort: Pattern;
}

// Hundreds of grants behind one NSG ask the same list of rules: it is sorted and read once, for as long as the list is there.
/** Inbound rules in priority order, of which those for an address can be had. */
const inboundOf = oncePerObject((rules: readonly NsgRule[]) => {
  const read = inPriorityOrder(rules.filter((rule) => rule.direction === 'Inbound')).map(
    (rule): ReadRule => ({
      rule,
      ports: portPattern(rule.destinationPorts),
      destinations: destinationPattern(rule.destinations),
      source: sourcePattern(rule.sources),
      sourcePort: portPattern(rule.sourcePorts),
    }),
  );
  return byAddress(read, ({ destinations }) => destinations);
});

/** The protocols asked about; `*` is two. */
export const protocolsOf = (protocol: Protocol): readonly ('TCP' | 'UDP')[] =>
  protocol === '*' ? ['TCP', 'UDP'] : [protocol];

/**
 * Cuts the question into flows no rule of `ready` can tell apart further. Never empty.
 * @throws RangeError when the source is not an IPv4 address or CIDR.
 */
export const flowsOf = (
  question: Pick<Question, 'source' | 'protocol'>,
  ready: readonly ReadyRule[],
): readonly Flow[] => {
  const source = parsePrefix(question.source);
  if (!source) throw new RangeError(`Not an IPv4 address or CIDR: ${question.source}`);
  const protocols = protocolsOf(question.protocol);
  const addresses = piecesOf(
    source,
    ready.map((rule) => rule.source),
  );
  const sourcePorts = piecesOf(
    EVERY_PORT,
    ready.map((rule) => rule.sourcePort),
  );
  return addresses.flatMap((address) =>
    protocols.flatMap((protocol) => sourcePorts.map((sourcePort) => ({ address, protocol, sourcePort }))),
  );
};

const OTHER_PROTOCOLS: ReadonlySet<string> = new Set(['icmp', 'icmpv6', 'esp', 'ah']);

/** Whether a rule's protocol, as Azure spells it, is about the protocol asked for. */
export const protocolMatch = (ofRule: string, asked: 'TCP' | 'UDP'): Match => {
  const word = ofRule.toLowerCase();
  if (word === '*' || word === 'any' || word === asked.toLowerCase()) return 'yes';
  if (word === 'tcp' || word === 'udp' || OTHER_PROTOCOLS.has(word)) return 'no';
  return { because: `protocol ${ofRule}` };
};

/** Walks the rules for one flow. Doubtful rules matter only when they say otherwise than the one that decides. */
export const decideFlow = (ready: readonly ReadyRule[], flow: Flow): FlowDecision => {
  const doubts: { readonly rule: NsgRule; readonly because: string }[] = [];
  let decider: NsgRule | undefined;
  for (const { rule, about, source, sourcePort } of ready) {
    const match = allOf(
      about,
      matchOf(source, flow.address),
      matchOf(sourcePort, flow.sourcePort),
      protocolMatch(rule.protocol, flow.protocol),
    );
    if (match === 'no') continue;
    if (match === 'yes') {
      decider = rule;
      break;
    }
    doubts.push({ rule, because: match.because });
  }

  const access = decider?.access ?? 'Deny';
  const doubt = doubts.find(({ rule }) => rule.access !== access);
  if (doubt) return { is: 'unknown', ...doubt };
  if (decider?.access === 'Allow') return { is: 'allowed', by: decider };
  return { is: 'denied', by: decider ?? 'no matching rule' };
};
