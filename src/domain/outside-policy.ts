// Azure says that an opening is outside the machine's JIT policy, and not in what: held against what the policy allows now.
import type { JitPort } from './machine.ts';
import { checkSource, covers, formatPrefix, type Ipv4Prefix, parsePrefix } from './source-prefix.ts';
import type { Seconds } from './time.ts';

/** One way of being outside, with what would not be. */
export type Outside =
  | { readonly what: 'port'; readonly allowed: readonly number[] }
  | { readonly what: 'time'; readonly maximumSeconds: Seconds }
  | { readonly what: 'source'; readonly allowed: readonly string[] };

export type Explanation =
  | { readonly kind: 'outside'; readonly parts: readonly [Outside, ...Outside[]] }
  /** The source is a part of this prefix of the policy. Azure was seen (in 2020) to take the whole prefix only. */
  | { readonly kind: 'part-of-prefix'; readonly prefix: string }
  /** By our reading it is inside. `atLimit`: the time is as long as is allowed, and clocks may differ. */
  | { readonly kind: 'unexplained'; readonly atLimit: boolean };

/** As far as clocks may be apart, and a call may take. */
const slack: Seconds = 60;

/** @param allowed what the policy allows for the machine now: any port of it, in any order, the same one several times. */
export function outsidePolicy(
  asked: { readonly port: number; readonly source: string; readonly seconds: Seconds },
  allowed: readonly JitPort[],
): Explanation {
  const ports = allowed.filter(({ port }) => port === asked.port);
  if (ports.length === 0) {
    const offered = [...new Set(allowed.map(({ port }) => port))].sort((a, b) => a - b);
    return { kind: 'outside', parts: [{ what: 'port', allowed: offered }] };
  }
  const maximumSeconds = Math.max(...ports.map((each) => each.maximumSeconds));
  const sources = [...new Set(ports.flatMap(({ allowedSources }) => allowedSources))];
  const around = coveringOf(asked.source, sources);
  const [first, ...rest]: readonly Outside[] = [
    ...(asked.seconds > maximumSeconds ? [{ what: 'time', maximumSeconds } as const] : []),
    ...(around === 'none' ? [{ what: 'source', allowed: sources } as const] : []),
  ];
  if (first !== undefined) return { kind: 'outside', parts: [first, ...rest] };
  if (typeof around === 'object') {
    const prefix = formatPrefix(around);
    if (mayBeAsked(prefix, sources)) return { kind: 'part-of-prefix', prefix };
  }
  return { kind: 'unexplained', atLimit: asked.seconds > maximumSeconds - slack };
}

/** Some prefixes are too wide to be asked for by anybody. */
const mayBeAsked = (prefix: string, allowedSources: readonly string[]): boolean =>
  checkSource(prefix, { publicMachine: false, allowedSources }).ok;

/**
 * How the allowed prefixes hold a source: not at all; as it is, or because they hold everybody; or as a part of one, of
 * which the narrowest is told.
 */
function coveringOf(source: string, allowed: readonly string[]): 'none' | 'whole' | Ipv4Prefix {
  const asked = parsePrefix(source);
  if (asked === undefined) return 'none';
  const prefixes = allowed.map(parsePrefix);
  // What is no prefix is a word for everybody: `*`, `Internet`.
  if (prefixes.some((prefix) => prefix === undefined || prefix.length === 0)) return 'whole';
  const [narrowest] = prefixes
    .filter((prefix) => prefix !== undefined && covers(prefix, asked))
    .sort((a, b) => (b?.length ?? 0) - (a?.length ?? 0));
  if (narrowest === undefined) return 'none';
  return narrowest.length === asked.length ? 'whole' : narrowest;
}
