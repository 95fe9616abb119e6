// Puts ranges of addresses into the words that people tell networks apart by.
import { INSIDE, WORLD } from '../nsg/address-pattern.ts';
import type { Span } from '../nsg/pattern.ts';
import { prefixesOf, sizeOf } from '../nsg/span-prefixes.ts';
import { common, isWithin } from '../nsg/span-sets.ts';
import { formatPrefix } from '../source-prefix.ts';
import type { Who } from './finding.ts';

/** More than anybody reads, and than a record should hold. */
const mostPrefixes = 50;

/** @param spans not empty @param tag whether it is VirtualNetwork that says who of the private ones */
export function whoOf(spans: readonly Span[], tag = false): Who {
  const outside = common(spans, WORLD);
  if (isWithin(WORLD, outside)) return { kind: 'world', all: true };
  if (sizeOf(outside) * 2 > sizeOf(WORLD)) return { kind: 'world', all: false };
  if (outside.length > 0) return { kind: 'network', ...bounded(outside) };
  if (tag) return { kind: 'inside', prefixes: [], more: 0, tag: true };
  return { kind: 'inside', ...(isWithin(INSIDE, spans) ? { prefixes: [], more: 0 } : bounded(spans)) };
}

function bounded(spans: readonly Span[]) {
  const prefixes = spans.flatMap(prefixesOf);
  const shown = prefixes.slice(0, mostPrefixes).map(formatPrefix);
  return { prefixes: shown, more: prefixes.length - shown.length };
}
