// What NSGs do to a port, in short sentences. All results are escaped Markdown.
import type { PortStatus } from '../src/domain/machine-status.ts';
import type { Exposure, LevelView, RuleAt } from '../src/domain/nsg/exposure.ts';
import { jitRuleKind } from '../src/domain/nsg/jit-rule.ts';
import type { AllowAt, DoubtAt } from '../src/domain/nsg/judge-port.ts';
import type { Span } from '../src/domain/nsg/pattern.ts';
import type { Reach } from '../src/domain/nsg/reach.ts';
import type { NsgRule } from '../src/domain/nsg/rule.ts';
import { prefixesOf } from '../src/domain/nsg/span-prefixes.ts';
import { formatPrefix } from '../src/domain/source-prefix.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { ruleSourcesText } from './hole-words.ts';
import { anyOfMany, listText } from './list-words.ts';
import { sayRecordedPhrase } from './recorded.ts';

const mostPrefixes = 6;
const mostDoubts = 3;

/** What the world can do, and why; nothing where it is shut. */
export function worldSentences({ exposure, underJit }: PortStatus): readonly string[] {
  const { world, worldWithoutGrants } = exposure;
  const open = openSentence(worldWithoutGrants);
  const jit = underJit && open !== undefined ? [jitSentence(exposure)] : [];
  const byGrant =
    world.lets === 'all' && worldWithoutGrants.lets !== 'all'
      ? [say`Everybody gets in by ${asIs(allowsText(world.by))}.`]
      : [];
  const doubts = 'doubts' in worldWithoutGrants ? worldWithoutGrants.doubts : [];
  const doubtful =
    doubts.length === 0
      ? []
      : [
          say`${asIs(open === undefined ? say`Whether anybody gets in` : say`Whether others get in`)} cannot be told: ${asIs(doubtsText(doubts))}.`,
        ];
  return [...(open === undefined ? [] : [open]), ...jit, ...byGrant, ...doubtful];
}

function openSentence(reach: Reach): string | undefined {
  switch (reach.lets) {
    case 'none':
    case 'unknown':
      return undefined;
    case 'all':
      return reach.by.length === 0
        ? say`Everybody gets in: no NSG is in the way.`
        : say`Everybody gets in by ${asIs(allowsText(reach.by))}.`;
    case 'some':
      return say`${asIs(spansText(reach.addresses))} get in by ${asIs(allowsText(reach.by))}, whether or not somebody has access.`;
  }
}

function jitSentence({ gate }: Exposure): string {
  const guards = (gate?.levels ?? []).flatMap(({ guard }) => (guard === undefined ? [] : [guard]));
  const [guard] = guards;
  return guard === undefined
    ? say`JIT’s Deny rule is not there.`
    : say`JIT’s Deny rule comes only after that, at ${guard.priority}, and does not keep them out.`;
}

/** What private networks can do. */
export function insideSentence({ inside }: Exposure): string {
  switch (inside.lets) {
    case 'none':
      return say`Private networks: shut.`;
    case 'all':
      return say`Private networks: open.`;
    case 'some':
      return say`Private networks: open to ${asIs(spansText(inside.addresses))}.`;
    case 'unknown':
      return say`Private networks: cannot be told (${asIs(doubtsText(inside.doubts))}).`;
  }
}

/** What decides for one source: `let in by …`, `shut out by …`. */
export function verdictText(verdict: NonNullable<PortStatus['reader']>['verdict']): string {
  switch (verdict.lets) {
    case 'all':
      return verdict.allowedBy.length === 0
        ? say`let in, no NSG is in the way`
        : say`let in by ${asIs(allowsText(verdict.allowedBy))}`;
    case 'some':
      return say`only some of it is let in, by ${asIs(allowsText(verdict.allowedBy))}`;
    case 'unknown':
      return say`cannot be told: ${asIs(doubtsText(verdict.doubts))}`;
    case 'none': {
      const [by] = verdict.blockedBy;
      if (by === undefined) return say`shut out: there is no address to reach`;
      return by.rule === 'no matching rule'
        ? by.level === 'interface'
          ? say`shut out on the network interface: no rule there lets it in`
          : say`shut out on the subnet: no rule there lets it in`
        : say`shut out by ${asIs(ruleName(by.rule))}`;
    }
  }
}

/** One level's rules in the order in which Azure looks at them, the first `most` of them. */
export function levelLines({ level, rules }: LevelView, most: number): readonly string[] {
  const where = level === 'interface' ? say`Network interface` : say`Subnet`;
  if (rules === undefined) return [say`${asIs(where)}: no NSG, all pass.`];
  const nsg = rules[0]?.rule.nsg;
  const title = nsg === undefined ? where : say`${where}, ${nsg}`;
  const shown = rules.slice(0, most).map(ruleLine);
  const more = rules.length - shown.length;
  return [`${title}:`, ...shown, ...(more > 0 ? [say`… and ${more} more rules.`] : [])];
}

function ruleLine({ rule, about }: RuleAt): string {
  const doubt = typeof about === 'object' ? say` (perhaps: ${asIs(sayRecordedPhrase(about.because))})` : '';
  const name = jitRuleKind(rule) === undefined ? escapeMarkdown(rule.name, 60) : say`JIT’s rule`;
  const sources =
    rule.sources.length === 0 ? say`an application security group` : ruleSourcesText(rule.sources);
  const protocol = ['*', 'any'].includes(rule.protocol.toLowerCase())
    ? ''
    : say`${rule.protocol.toUpperCase()} only, `;
  return say`${rule.priority} **${asIs(rule.access)}** ${asIs(name)}, ${asIs(protocol)}from ${asIs(sources)}${asIs(doubt)}`;
}

const ruleName = (rule: NsgRule): string =>
  jitRuleKind(rule) === undefined
    ? say`${rule.name} (${rule.priority} in ${rule.nsg})`
    : say`JIT’s ${rule.access} rule (${rule.priority} in ${rule.nsg})`;

/** `allow-app (200 in nsg-subnet) and allow-rdp (300 in nsg-web)`. */
const allowsText = (allows: readonly AllowAt[]): string =>
  listText(
    allows.map(({ rule }) => ruleName(rule)),
    4,
  );

const doubtsText = (doubts: readonly DoubtAt[]): string =>
  anyOfMany(
    doubts.map(({ rule, because }) => say`${asIs(ruleName(rule))}, ${asIs(sayRecordedPhrase(because))}`),
    mostDoubts,
  );

const spansText = (spans: readonly Span[]): string =>
  listText(spans.flatMap(prefixesOf).map(formatPrefix), mostPrefixes);
