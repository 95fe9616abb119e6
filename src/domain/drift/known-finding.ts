// A finding as the books have it: since when, whether admins were told, and who acknowledged it until when.
import type { Person } from '../person.ts';
import type { Instant, Seconds } from '../time.ts';
import { type Finding, rankOf } from './finding.ts';

/** An admin knows of it, and wants to hear no more of it until then. */
export interface Acknowledgement {
  readonly by: Person;
  /** As typed. */
  readonly reason: string;
  /** The first moment at which it does not hold any more. */
  readonly until: Instant;
  readonly at: Instant;
}

export interface KnownFinding {
  /** What people type. Never given twice. */
  readonly number: number;
  readonly finding: Finding;
  /** The first time ever. */
  readonly firstSeenAt: Instant;
  /** Since when it has been seen, short absences not counted. */
  readonly since: Instant;
  readonly lastSeenAt: Instant;
  /** When it was first looked for and not there; left out: it is there. */
  readonly goneSince?: Instant;
  /** When admins were last told of it; before `since`: not since it came back. */
  readonly toldAt?: Instant;
  readonly acknowledgement?: Acknowledgement;
  /** Counts acknowledgements given and taken back: the compare-and-set of those. */
  readonly acknowledgements: number;
}

/** What was gone for so long is news again when it comes back. */
export const newAgainSeconds: Seconds = 24 * 3600;

/** The acknowledgement that holds now. */
export function acknowledgedAt(
  { acknowledgement }: Pick<KnownFinding, 'acknowledgement'>,
  now: Instant,
): Acknowledgement | undefined {
  return acknowledgement !== undefined && now < acknowledgement.until ? acknowledgement : undefined;
}

/**
 * How long it has to be there before it is news. JIT puts its Deny in some time after a policy was written, and takes rules
 * away some time after an end or a machine; and lists that were read together are some seconds apart.
 */
function settlingSeconds({ kind }: Finding): Seconds {
  switch (kind) {
    case 'open':
      return 0;
    case 'leftover':
    case 'outlived':
    case 'unguarded':
      return 600;
  }
}

/** Whether admins are to be told of it now: once, and once more when its acknowledgement is over. */
export function isNews(known: KnownFinding, now: Instant): boolean {
  const { finding, goneSince, toldAt, acknowledgement, since, lastSeenAt } = known;
  if (goneSince !== undefined || acknowledgedAt(known, now) !== undefined) return false;
  if (lastSeenAt - since < settlingSeconds(finding) * 1000) return false;
  return (
    toldAt === undefined ||
    toldAt < since ||
    (acknowledgement !== undefined && toldAt < acknowledgement.until)
  );
}

/** Of those that are equally bad, the one seen first first. */
export const worstFirst = (findings: readonly KnownFinding[]): readonly KnownFinding[] =>
  findings.toSorted((one, other) => rankOf(one.finding) - rankOf(other.finding) || one.number - other.number);
