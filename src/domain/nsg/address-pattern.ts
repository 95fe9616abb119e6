// Reads a rule's address fields: prefixes, `*`, service tags.
// Source for the tags: learn.microsoft.com/azure/virtual-network/service-tags-overview.
import { isIpv6 } from '../ipv6.ts';
import { parsePrefix } from '../source-prefix.ts';
import { IMPOSSIBLE_RANGES, PRIVATE_RANGES } from '../special-ranges.ts';
import { joined, type Pattern, type Span, surely } from './pattern.ts';

type Tags = ReadonlyMap<string, Pattern>;

const EVERY: Span = { first: 0, last: 2 ** 32 - 1 };
const EVERYWHERE = surely(EVERY);
const perhaps = (because: string, ...spans: readonly Span[]): Pattern => ({
  sure: [],
  doubtful: spans.map((span) => ({ ...span, because })),
});

const spansOf = (prefixes: readonly string[]): readonly Span[] =>
  prefixes.flatMap((prefix) => parsePrefix(prefix) ?? []);

const gapsBetween = (spans: readonly Span[]): readonly Span[] => {
  const rising = [...spans].sort((a, b) => a.first - b.first);
  const starts = [0, ...rising.map((span) => span.last + 1)];
  const ends = [...rising.map((span) => span.first - 1), EVERY.last];
  return starts.flatMap((first, i) => {
    const last = ends[i] ?? EVERY.last;
    return first <= last ? [{ first, last }] : [];
  });
};

const PRIVATE = spansOf(PRIVATE_RANGES.map((range) => range.prefix));
const PUBLIC = gapsBetween([...PRIVATE, ...spansOf(IMPOSSIBLE_RANGES.map((range) => range.prefix))]);
/** The Azure host's own address, from which its load balancer probes and its platform services speak. */
const AZURE_HOST = spansOf(['168.63.129.16']);

/**
 * The addresses that packets from the public internet can carry. Not the Azure host's own: its load balancer is let
 * in everywhere by Azure's default rules, and nobody else can send from there.
 */
export const WORLD: readonly Span[] = gapsBetween([
  ...PRIVATE,
  ...spansOf(IMPOSSIBLE_RANGES.map((range) => range.prefix)),
  ...AZURE_HOST,
]);

/** The addresses that only networks of one's own carry: this one, its peers, and what is behind their gateways. */
export const INSIDE: readonly Span[] = PRIVATE;

// `VirtualNetwork` is the network with its peers, what is behind its gateways, and the prefixes of its routes:
// not known here, so a private source may or may not be in it. A public one is taken to be outside. Azure says
// that the tag "might also contain default routes"; that rare network would let in more than is said here.
const SOURCE_TAGS: Tags = new Map([
  ['internet', surely(...PUBLIC)],
  ['virtualnetwork', perhaps('service tag VirtualNetwork', ...PRIVATE, ...AZURE_HOST)],
  ['azureloadbalancer', surely(...AZURE_HOST)],
]);

// A machine's private address is in its own network by definition, whatever range that network uses.
const DESTINATION_TAGS: Tags = new Map([
  ['internet', surely()],
  ['virtualnetwork', surely(EVERY)],
  ['azureloadbalancer', surely()],
]);

const TAG = /^[a-z][a-z0-9]*(\.[a-z0-9]+)*$/i;

const entryPattern = (text: string, tags: Tags): Pattern => {
  const word = text.toLowerCase();
  if (word === '*' || word === 'any') return EVERYWHERE;
  const prefix = parsePrefix(text);
  if (prefix) return surely(prefix);
  if (isIpv6(text)) return surely();
  const unknown = TAG.test(text) ? `service tag ${text}` : `unreadable prefix ${text}`;
  return tags.get(word) ?? perhaps(unknown, EVERY);
};

const fieldPattern = (texts: readonly string[], tags: Tags): Pattern => {
  if (texts.length === 0) return perhaps('no prefix given', EVERY);
  return joined(texts.map((text) => entryPattern(text, tags)));
};

/** The source addresses a rule is about. IPv6 prefixes match no IPv4 address. */
export const sourcePattern = (sources: readonly string[]): Pattern => fieldPattern(sources, SOURCE_TAGS);

/** The destinations a rule is about, for asking about private addresses of machines. */
export const destinationPattern = (destinations: readonly string[]): Pattern =>
  fieldPattern(destinations, DESTINATION_TAGS);
