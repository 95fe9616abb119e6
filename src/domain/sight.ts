// What a look at the NSGs means for a grant: is it open as asked, and is it shut as promised?
import { findJitAllow, jitRuleKind } from './nsg/jit-rule.ts';
import { type BlockAt, judgePort } from './nsg/judge-port.ts';
import type { NamedRule } from './nsg/named-rule.ts';
import type { AddressFilters, NsgRule } from './nsg/rule.ts';
import { overlaps, parsePrefix, sameBlock } from './source-prefix.ts';
import type { Terms } from './terms.ts';
import type { Instant } from './time.ts';

/** What a look at the NSGs showed. */
export type Sight =
  | { readonly kind: 'open'; readonly address: string; readonly rule: NamedRule }
  | { readonly kind: 'no-jit-rule' }
  | { readonly kind: 'blocked'; readonly level: 'interface' | 'subnet'; readonly rule?: NamedRule }
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'shut' }
  | { readonly kind: 'jit-rule-remains'; readonly rule: NamedRule }
  | {
      readonly kind: 'open-by-other-rule';
      /** Missing: no NSG is in the way at all. */
      readonly rule?: NamedRule;
      /** By its name JIT made the rule, for somebody else. */
      readonly madeByJit?: true;
    }
  | { readonly kind: 'open-by-other-grant'; readonly until: Instant };

/** A sight of a port that was open and is not any more, or of which that cannot be told. */
export type Lost = Extract<Sight, { kind: 'no-jit-rule' | 'blocked' | 'unknown' }>;

/** What still lets the source in after this grant's own rule went. */
export type Remains = Extract<Sight, { kind: 'open-by-other-rule' | 'open-by-other-grant' }>;

/** Another opening of the same machine and port, as Azure lists it. */
export interface OtherGrant {
  readonly sources: readonly string[];
  readonly endsAt: Instant;
  readonly status: string;
}

/** Who is to reach what. */
export type AskedPort = Pick<Terms, 'port' | 'protocol' | 'source'>;

/**
 * While opening: `open` only when the whole source gets in and an Allow rule that JIT made for it is there.
 * A machine without interfaces is unknown, not blocked: there was nothing to look at.
 */
export function sightOfOpening(filters: readonly AddressFilters[], terms: AskedPort): Sight {
  if (filters.length === 0) return { kind: 'unknown', because: 'the machine has no network interface' };
  const [seen] = filters
    .map((address) => ({ rule: jitRuleIn([address], terms), verdict: judgePort([address], terms) }))
    .filter(({ rule }) => rule !== undefined)
    .sort((one, other) => Number(other.verdict.lets === 'all') - Number(one.verdict.lets === 'all'));
  if (seen?.rule === undefined) return { kind: 'no-jit-rule' };
  const { rule, verdict } = seen;
  switch (verdict.lets) {
    case 'all':
      return { kind: 'open', address: verdict.privateAddress, rule };
    case 'some':
    case 'none':
      return blocked(verdict.blockedBy[0]);
    case 'unknown':
      return { kind: 'unknown', because: doubtOf(verdict.doubts) };
  }
}

/**
 * After the end: `shut` only when nothing of the source gets in any more.
 * @param others what Azure lists for this machine and port; one that still runs explains a rule that stays.
 */
export function sightOfClosing(
  filters: readonly AddressFilters[],
  terms: AskedPort,
  others: readonly OtherGrant[],
  now: Instant,
): Sight {
  const verdict = judgePort(filters, terms);
  const rule = jitRuleIn(filters, terms);
  // JIT copies the source into its rule, so only a grant for the very same source can be why ours is still there.
  const running = others.filter(({ status, endsAt }) => isRunning(status) && endsAt > now);
  const explained = running.some(({ sources }) => sources.some((other) => sameBlock(other, terms.source)));
  if (rule !== undefined && !explained) return { kind: 'jit-rule-remains', rule };
  switch (verdict.lets) {
    case 'none':
      return { kind: 'shut' };
    case 'unknown':
      return { kind: 'unknown', because: doubtOf(verdict.doubts) };
    case 'all':
    case 'some': {
      const until = lastEnd(running, terms.source);
      if (until !== undefined) return { kind: 'open-by-other-grant', until };
      const by = verdict.allowedBy[0]?.rule;
      if (by === undefined) return { kind: 'open-by-other-rule' };
      return {
        kind: 'open-by-other-rule',
        rule: named(by),
        ...(jitRuleKind(by) === 'allow' ? { madeByJit: true } : {}),
      };
    }
  }
}

function jitRuleIn(filters: readonly AddressFilters[], { source, port }: AskedPort): NamedRule | undefined {
  const privateAddresses = filters.map(({ privateAddress }) => privateAddress);
  for (const { onInterface, onSubnet } of filters)
    for (const rules of [onInterface, onSubnet]) {
      const found = rules && findJitAllow(rules, { source, port, privateAddresses });
      if (found !== undefined) return named(found);
    }
  return undefined;
}

/** States other than these are not known to let anybody in. */
export const isRunning = (status: string): boolean => ['Initiated', 'Initiating'].includes(status);

/** The end of the last grant that lets some of the source in. */
function lastEnd(running: readonly OtherGrant[], source: string): Instant | undefined {
  const ends = running
    .filter(({ sources }) => sources.some((other) => share(other, source)))
    .map(({ endsAt }) => endsAt);
  return ends.length > 0 ? Math.max(...ends) : undefined;
}

function share(one: string, other: string): boolean {
  if (one === '*') return true;
  const [first, second] = [parsePrefix(one), parsePrefix(other)];
  return first !== undefined && second !== undefined && overlaps(first, second);
}

function blocked(by: BlockAt | undefined): Sight {
  if (by === undefined || by.rule === 'no matching rule')
    return { kind: 'blocked', level: by?.level ?? 'interface' };
  return { kind: 'blocked', level: by.level, rule: named(by.rule) };
}

const doubtOf = (doubts: readonly { rule: NsgRule; because: string }[]): string =>
  doubts.map(({ rule, because }) => `rule ${rule.name} (priority ${rule.priority}): ${because}`).join('; ');

const named = ({ nsg, name, priority }: NsgRule): NamedRule => ({ nsg, name, priority });
