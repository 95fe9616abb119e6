// What a look changes in the books: what is new, still there, back, or gone.
import type { AuditEntry } from '../audit.ts';
import type { Instant } from '../time.ts';
import type { Finding } from './finding.ts';
import { machineIdOf, subscriptionOf } from './finding.ts';
import { type KnownFinding, newAgainSeconds } from './known-finding.ts';

export interface AfterLook {
  /** Never seen before; the books number them. */
  readonly found: readonly Finding[];
  /** Those that are there, with what the look changes. */
  readonly there: readonly KnownFinding[];
  /** Those that are not there any more. */
  readonly gone: readonly KnownFinding[];
}

/**
 * @param known everything the books have of what was looked at, also what is gone
 * @param seen everything that is there
 * @param at when the look began: what somebody saw later than that, this look cannot deny
 */
export function afterLook(known: readonly KnownFinding[], seen: readonly Finding[], at: Instant): AfterLook {
  const before = new Map(known.map((each) => [each.finding.key, each]));
  const now = new Map(seen.map((finding) => [finding.key, finding]));
  return {
    found: [...now.values()].filter(({ key }) => !before.has(key)),
    there: known.flatMap((each) => {
      const finding = now.get(each.finding.key);
      if (finding === undefined || each.lastSeenAt > at || (each.goneSince ?? 0) > at) return [];
      return [seenAgain(each, finding, at)];
    }),
    gone: known
      .filter((each) => each.goneSince === undefined && !now.has(each.finding.key) && each.lastSeenAt < at)
      .map((each) => ({ ...each, goneSince: at })),
  };
}

function seenAgain({ goneSince, ...known }: KnownFinding, finding: Finding, at: Instant): KnownFinding {
  const isNew = goneSince !== undefined && at - goneSince >= newAgainSeconds * 1000;
  return { ...known, finding, lastSeenAt: at, since: isNew ? at : known.since };
}

/** @param before as the books had it; left out: it was never seen */
export function seenEntry(
  { number, finding }: Pick<KnownFinding, 'number' | 'finding'>,
  at: Instant,
  before?: KnownFinding,
): AuditEntry | undefined {
  if (before === undefined) return entry('finding-seen', number, finding, at);
  return before.goneSince === undefined ? undefined : entry('finding-back', number, finding, at);
}

/** For one that the look did not find any more. */
export const goneEntry = ({ number, finding }: KnownFinding, at: Instant): AuditEntry =>
  entry('finding-gone', number, finding, at);

function entry(kind: string, number: number, finding: Finding, at: Instant): AuditEntry {
  const machineId = machineIdOf(finding);
  const facts = {
    number,
    ...(machineId === undefined || finding.kind === 'leftover'
      ? { subscription: subscriptionOf(finding).id }
      : { machineId, machine: finding.machine.name }),
    finding,
  };
  return { at, actor: 'bot', kind, facts };
}
