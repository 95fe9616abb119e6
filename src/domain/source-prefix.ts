// IPv4 addresses and CIDRs as numbers, and whether one that somebody typed may be asked for.
import { isIpv6 } from './ipv6.ts';
import type { Refusal } from './refusal.ts';
import { IMPOSSIBLE_RANGES, PRIVATE_RANGES } from './special-ranges.ts';

/** A block of IPv4 addresses. Made by `parsePrefix` only. */
export interface Ipv4Prefix {
  /** First and last address, as unsigned 32-bit numbers. */
  readonly first: number;
  readonly last: number;
  /** 0 to 32. */
  readonly length: number;
}

// No leading zeros: `010.1.1.1` is 8.1.1.1 to some readers and 10.1.1.1 to others.
const OCTET = '(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])';
const CIDR = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}(?:/(\\d|[12]\\d|3[0-2]))?$`);

const parseParts = (text: string): { address: number; length: number } | undefined => {
  const found = CIDR.exec(text);
  if (!found) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = found.slice(1, 5).map(Number);
  return { address: a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d, length: Number(found[5] ?? 32) };
};

const blockAround = (address: number, length: number): Ipv4Prefix => {
  const size = 2 ** (32 - length);
  const first = address - (address % size);
  return { first, last: first + size - 1, length };
};

/**
 * The block `text` stands for: `203.0.113.7`, `203.0.113.0/24`. Host bits are dropped, as a packet filter does.
 * @returns `undefined` for everything else: names, IPv6, blanks, leading zeros, octal, hexadecimal, short forms.
 */
export const parsePrefix = (text: string): Ipv4Prefix | undefined => {
  const parts = parseParts(text);
  return parts && blockAround(parts.address, parts.length);
};

/** The one spelling of a block: a single address without `/32`. */
export const formatPrefix = ({ first, length }: Ipv4Prefix): string => {
  const dotted = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
  return length === 32 ? dotted : `${dotted}/${length}`;
};

/** A block in its one spelling; what is no IPv4 prefix (a service tag, `*`) as it is. */
export const oneSpelling = (text: string): string => {
  const prefix = parsePrefix(text);
  return prefix === undefined ? text : formatPrefix(prefix);
};

/** True when every address of `inner` is in `outer`. */
export const covers = (outer: Ipv4Prefix, inner: Ipv4Prefix): boolean =>
  outer.first <= inner.first && inner.last <= outer.last;

/** True when the two share an address. */
export const overlaps = (a: Ipv4Prefix, b: Ipv4Prefix): boolean => a.first <= b.last && b.first <= a.last;

/** Whether two texts stand for the same block, however it is spelt. False for what is no IPv4 prefix. */
export function sameBlock(one: string, other: string): boolean {
  const [first, second] = [parsePrefix(one), parsePrefix(other)];
  return first !== undefined && second !== undefined && formatPrefix(first) === formatPrefix(second);
}

const ANY_WORDS: ReadonlySet<string> = new Set(['*', 'any', 'internet', '0.0.0.0/0']);

/** Whether a source, as Azure writes it, is everybody: `*`, `any`, `Internet`, or the whole of IPv4. */
export const isAnySource = (text: string): boolean =>
  ANY_WORDS.has(text.toLowerCase()) || parsePrefix(text)?.length === 0;

// A /8 is the largest block one organisation holds, and the largest private range. Anything shorter means
// "everybody", also when it is spelt in halves (0.0.0.0/1 and 128.0.0.0/1).
const SHORTEST_LENGTH = 8;

const rangeIn = (prefix: Ipv4Prefix, publicMachine: boolean): string | undefined => {
  const refused = publicMachine ? [...IMPOSSIBLE_RANGES, ...PRIVATE_RANGES] : IMPOSSIBLE_RANGES;
  return refused.find((range) => {
    const block = parsePrefix(range.prefix);
    return block !== undefined && overlaps(block, prefix);
  })?.name;
};

const allows = (allowed: string, asked: Ipv4Prefix): boolean => {
  if (ANY_WORDS.has(allowed.toLowerCase())) return true;
  const outer = parsePrefix(allowed);
  return outer !== undefined && covers(outer, asked);
};

/** What a typed source is: one to send to Azure, in its one spelling, or a refusal. */
export type SourceCheck =
  | { readonly ok: true; readonly source: string }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * Whether `typed` may be asked for as the source of an opening. Blanks around it are forgiven (pasted text has
 * them), and what is checked is what is returned. A host with a mask is refused rather than widened silently.
 * @param context `publicMachine`: the machine is reached from the internet, where private sources never arrive.
 *   `allowedSources`: the JIT policy's prefixes; one of them must cover the whole source, since how Azure takes
 *   a source that only several prefixes cover together is not known.
 */
export const checkSource = (
  typed: string,
  context: { readonly publicMachine: boolean; readonly allowedSources: readonly string[] },
): SourceCheck => {
  const text = typed.trim();
  const no = (refusal: Refusal): SourceCheck => ({ ok: false, refusal });

  if (text === '') return no({ code: 'source-missing' });
  if (ANY_WORDS.has(text.toLowerCase())) return no({ code: 'source-any', typed: text });
  if (isIpv6(text)) return no({ code: 'source-ipv6', typed: text });
  const parts = parseParts(text);
  if (!parts) return no({ code: 'source-not-ipv4', typed: text });
  if (parts.length < SHORTEST_LENGTH) return no({ code: 'source-any', typed: text });

  const prefix = blockAround(parts.address, parts.length);
  const source = formatPrefix(prefix);
  const range = rangeIn(prefix, context.publicMachine);
  if (range !== undefined) return no({ code: 'source-not-public', typed: text, range });
  if (prefix.first !== parts.address)
    return no({ code: 'source-not-a-network', typed: text, network: source });
  if (!context.allowedSources.some((allowed) => allows(allowed, prefix)))
    return no({ code: 'source-outside-policy', typed: text, allowed: context.allowedSources });
  return { ok: true, source };
};
