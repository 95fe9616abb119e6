// The truth about a port, found by sending packets: each rule by rule, in the order of priorities, through both NSGs.
import type { AddressFilters, NsgRule } from '../../../src/domain/nsg/rule.ts';

export interface Packet {
  /** As a number. */
  readonly source: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly sourcePort: number;
}

type Answer = 'yes' | 'no' | 'perhaps';
/** How a packet may fare: both, where a rule cannot be told to match. */
export type Fates = ReadonlySet<'in' | 'out'>;

export const numberOf = (dotted: string): number =>
  dotted.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
export const dottedOf = (number: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|(?=\/|$))){4}(?:\/(?:[12]?\d|3[0-2]))?$/;

/** First and last address of a prefix; undefined for what is none. */
export function blockOf(text: string): readonly [number, number] | undefined {
  if (!dotted.test(text)) return undefined;
  const [address = '', length = '32'] = text.split('/');
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(numberOf(address) / size) * size;
  return [first, first + size - 1];
}

const privates = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(blockOf);
const isPrivate = (address: number): boolean => privates.some((block) => holds(block, address));
const holds = (block: readonly [number, number] | undefined, number: number): boolean =>
  block !== undefined && block[0] <= number && number <= block[1];

type Test<Of> = (of: Of) => Answer;
const always =
  (answer: Answer): Test<unknown> =>
  () =>
    answer;

/** Of the tags only these are known; all others may hold anything. */
function addressTest(text: string, side: 'source' | 'destination'): Test<number> {
  const word = text.toLowerCase();
  const block = blockOf(text);
  if (word === '*' || word === 'any') return always('yes');
  if (block !== undefined) return (address) => (holds(block, address) ? 'yes' : 'no');
  if (/^[\da-f:]*:[\da-f:]*(\/\d+)?$/.test(word)) return always('no');
  if (word === 'azureloadbalancer') return always('no');
  if (side === 'destination')
    return always(word === 'virtualnetwork' ? 'yes' : word === 'internet' ? 'no' : 'perhaps');
  if (word === 'internet') return (address) => (isPrivate(address) ? 'no' : 'yes');
  if (word === 'virtualnetwork') return (address) => (isPrivate(address) ? 'perhaps' : 'no');
  return always('perhaps');
}

function portTest(text: string): Test<number> {
  if (text === '*') return always('yes');
  if (!/^\d{1,5}(-\d{1,5})?$/.test(text)) return always('perhaps');
  const [first = 0, last = first] = text.split('-').map(Number);
  return (port) => (first <= port && port <= last ? 'yes' : 'no');
}

function protocolTest(text: string): Test<'TCP' | 'UDP'> {
  const word = text.toLowerCase();
  if (word === '*' || word === 'any') return always('yes');
  if (word === 'tcp' || word === 'udp') return (protocol) => (protocol.toLowerCase() === word ? 'yes' : 'no');
  return always(['icmp', 'icmpv6', 'esp', 'ah'].includes(word) ? 'no' : 'perhaps');
}

/** A list that is empty says nothing: it may mean anything. */
const anyOf =
  <Of>(tests: readonly Test<Of>[]): Test<Of> =>
  (of) => {
    if (tests.length === 0) return 'perhaps';
    const answers = tests.map((test) => test(of));
    return answers.includes('yes') ? 'yes' : answers.includes('perhaps') ? 'perhaps' : 'no';
  };

const everyOf = (answers: readonly Answer[]): Answer =>
  answers.includes('no') ? 'no' : answers.includes('perhaps') ? 'perhaps' : 'yes';

function ruleTest(rule: NsgRule, destination: number, port: number): Test<Packet> {
  const source = anyOf(rule.sources.map((text) => addressTest(text, 'source')));
  const sourcePort = anyOf(rule.sourcePorts.map(portTest));
  const protocol = protocolTest(rule.protocol);
  const fixed = everyOf([
    rule.usesApplicationGroups ? 'perhaps' : 'yes',
    anyOf(rule.destinations.map((text) => addressTest(text, 'destination')))(destination),
    anyOf(rule.destinationPorts.map(portTest))(port),
  ]);
  return (packet) =>
    everyOf([fixed, source(packet.source), sourcePort(packet.sourcePort), protocol(packet.protocol)]);
}

/** Every way in which the rules that cannot be told could turn out. No rule: out. No NSG: in. */
function nsgTest(
  rules: readonly NsgRule[] | undefined,
  destination: number,
  port: number,
): (packet: Packet) => Fates {
  if (rules === undefined) return () => new Set(['in']);
  const tests = rules
    .filter(({ direction }) => direction === 'Inbound')
    .toSorted((one, other) => one.priority - other.priority)
    .map(
      (rule) =>
        ({ fate: rule.access === 'Allow' ? 'in' : 'out', test: ruleTest(rule, destination, port) }) as const,
    );
  return (packet) => {
    const fates = new Set<'in' | 'out'>();
    for (const { fate, test } of tests) {
      const answer = test(packet);
      if (answer !== 'no') fates.add(fate);
      if (answer === 'yes') return fates;
    }
    return fates.add('out');
  };
}

/** How packets to a port of the machine's address fare: they must pass both NSGs. */
export function packetTest(
  { onInterface, onSubnet, privateAddress }: AddressFilters,
  port: number,
): (packet: Packet) => Fates {
  const destination = numberOf(privateAddress);
  const [subnet, nic] = [onSubnet, onInterface].map((rules) => nsgTest(rules, destination, port));
  return (packet) => {
    const [one, other] = [subnet?.(packet), nic?.(packet)];
    const fates = new Set<'in' | 'out'>();
    if (one?.has('in') && other?.has('in')) fates.add('in');
    if (one?.has('out') || other?.has('out')) fates.add('out');
    return fates;
  };
}

/** Numbers on both sides of every border that some rule draws, inside the range: what lies between fares the same. */
export function borders(
  range: readonly [number, number],
  blocks: readonly (readonly [number, number])[],
): readonly number[] {
  const [first, last] = range;
  const all = [first, last, ...blocks.flatMap(([from, to]) => [from - 1, from, to, to + 1])];
  return [...new Set(all.filter((one) => one >= first && one <= last))];
}
