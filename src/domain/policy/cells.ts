// Cuts a request into parts in each of which a rule's sources and hours surely hold or surely do not.
import { oncePerObject } from '../once-per-object.ts';
import { type Ipv4Prefix, overlaps, parsePrefix } from '../source-prefix.ts';
import type { Instant } from '../time.ts';
import type { Network, Rule } from './access-policy.ts';
import { weekClock } from './week-hours.ts';

/** A span of time: its end no longer belongs to it. One without length is the moment at which it starts. */
export interface TimeSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/** In which of the parts a rule holds: one answer for each piece of the sources and each piece of the time. */
export interface Reach {
  readonly sources: readonly boolean[];
  readonly moments: readonly boolean[];
}

/**
 * Where each rule's `sources` and `hours` hold, in the order of the rules. All answers are about the same pieces: the
 * source cut at every border of a network that a rule names, the time at every border of its hours.
 * @param source `undefined`: nobody knows from where, and rules that name networks hold nowhere.
 * @throws RangeError for hours in a zone that this runtime does not know.
 */
export function reachOf(
  rules: readonly Rule[],
  source: Ipv4Prefix | undefined,
  time: TimeSpan,
): readonly Reach[] {
  const asked = rules.map(({ when }) => ({
    blocks: when.sources && blocksWithin(source, when.sources),
    clock: when.hours && weekClock(when.hours),
  }));
  const edges = asked.flatMap(({ blocks }) => blocks ?? []).flatMap(({ first, last }) => [first, last + 1]);
  const addresses = source === undefined ? [] : cut(source.first, source.last, edges);
  const borders = asked.flatMap(({ clock }) => clock?.bordersWithin(time.from, time.to) ?? []);
  const moments = cut(time.from, time.to - 1, borders);
  return asked.map(({ blocks, clock }) => ({
    sources: addresses.map((address) => blocks === undefined || blocks.some(holds(address))),
    moments: moments.map((moment) => clock === undefined || clock.holdsAt(moment)),
  }));
}

/** Whether every address of `source` is in one of the networks. */
export function insideNetworks(source: Ipv4Prefix, networks: readonly Network[]): boolean {
  const blocks = blocksWithin(source, networks);
  const edges = blocks.flatMap(({ first, last }) => [first, last + 1]);
  return cut(source.first, source.last, edges).every((address) => blocks.some(holds(address)));
}

/** The blocks of the networks that share an address with `source`. */
const blocksWithin = (source: Ipv4Prefix | undefined, networks: readonly Network[]): readonly Ipv4Prefix[] =>
  source === undefined ? [] : networks.flatMap(blocksOf).filter((block) => overlaps(source, block));

/** A policy's networks stay as they are for as long as it is in force, and every request is held against them. */
const blocksOf = oncePerObject(({ prefixes }: Network) =>
  prefixes.map(parsePrefix).filter((block) => block !== undefined),
);

const holds =
  (address: number) =>
  ({ first, last }: Ipv4Prefix): boolean =>
    first <= address && address <= last;

/** The first number of each piece, rising, when `first` to `last` is cut before every edge inside it. */
const cut = (first: number, last: number, edges: readonly number[]): readonly number[] => {
  const inside = edges.filter((edge) => first < edge && edge <= last);
  return [...new Set([first, ...inside])].sort((a, b) => a - b);
};
