// What admins read of findings: the answer to `audit ports`, and what is news.
import { acknowledgedAt, type KnownFinding } from '../../src/domain/drift/known-finding.ts';
import type { Instant } from '../../src/domain/time.ts';
import { asIs, say, sayCounted } from '../escape.ts';
import { sayRecorded } from '../recorded.ts';
import type { Drawn } from '../status-card.ts';
import { type Reader, whenText } from '../when.ts';
import { countsText } from './finding-words.ts';
import { findingsCard } from './findings-card.ts';

/** How up to date the answer is, for one subscription. */
export interface Freshness {
  readonly subscription: { readonly name: string };
  /** Left out: it was never read. */
  readonly readAt?: Instant;
  /** Why it could not be read when somebody last tried: a sentence of ours. */
  readonly problem?: string;
  /** It was read for this answer. */
  readonly now: boolean;
}

export interface PortsAnswer {
  /** What was asked about, as typed; left out: everything. */
  readonly of?: string | undefined;
  /** The worst first; also what is acknowledged. */
  readonly findings: readonly KnownFinding[];
  readonly freshness: readonly Freshness[];
  /** Where the CSV is; otherwise why there is none. */
  readonly csv: string | 'no-url' | 'not-alone';
}

const mostStale = 5;

/** The answer to `audit ports`: what is open first, then what is acknowledged. @param now when it is answered */
export function portsCard(
  { of, findings, freshness, csv }: PortsAnswer,
  reader: Reader,
  now: Instant,
): Drawn {
  const about = of === undefined ? '' : say` of ${of}`;
  const title = say`What is open beside JIT${asIs(about)}`;
  const open = findings.filter((known) => acknowledgedAt(known, now) === undefined);
  const held = findings.length - open.length;
  const counts =
    open.length === 0
      ? held === 0
        ? nothingText(freshness)
        : say`Nothing that is not acknowledged.`
      : countsText(open.map(({ finding }) => finding));
  // In the order of the card, so that the example is about the first that stands there.
  const shown = [...open, ...findings.filter((known) => !open.includes(known))];
  const also = held === 0 ? '' : say` ${held} acknowledged.`;
  const stale = freshness.filter((each) => !each.now || each.problem !== undefined);
  const staleLines = stale.slice(0, mostStale).map((each) => staleText(each, reader, now));
  return findingsCard(
    {
      title,
      summary: `${title}: ${counts}${also}`,
      lines: [
        `${counts}${also}`,
        ...staleLines,
        ...(stale.length > mostStale
          ? [say`And ${stale.length - mostStale} more subscriptions are not up to date.`]
          : []),
      ],
      findings: shown,
      notes: notesFor(shown, csv),
      csv: csv === 'no-url' || csv === 'not-alone' || findings.length === 0 ? undefined : csv,
    },
    reader,
    now,
  );
}

/** Unknown is not shut: where something was not read just now, it is not said that nothing is open. */
const nothingText = (freshness: readonly Freshness[]): string =>
  freshness.some((each) => !each.now)
    ? say`Nothing that I know of, and not everything could be looked at just now.`
    : say`I found nothing.`;

function staleText({ subscription, readAt, problem }: Freshness, reader: Reader, now: Instant): string {
  const as =
    readAt === undefined ? say`it was never read` : say`this is as of ${asIs(whenText(readAt, reader, now))}`;
  return problem === undefined
    ? say`${subscription.name} takes longer to read than I can wait here; ${asIs(as)}. Ask again in a minute.`
    : say`${subscription.name} could not be read, and ${asIs(as)}: ${asIs(sayRecorded(problem))}`;
}

/** @param findings as the card shows them */
function notesFor(findings: readonly KnownFinding[], csv: PortsAnswer['csv']): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const how =
    csv === 'no-url'
      ? [say`There is a CSV of everything where the bot has a PUBLIC_URL.`]
      : csv === 'not-alone'
        ? [say`Ask me in our own chat for a CSV of everything.`]
        : [say`The link to the CSV is for you alone, and holds for 15 minutes.`];
  return [
    say`“acknowledge ${first.number} until 2026-12-31 because …” silences number ${first.number} until the end of that day.`,
    ...how,
  ];
}

const newsReader: Reader = { timeZone: 'UTC', locale: 'en-GB' };

/** @param findings the worst first @param first nothing was told before */
export function driftNewsCard(findings: readonly KnownFinding[], first: boolean, now: Instant): Drawn {
  const counts = countsText(findings.map(({ finding }) => finding));
  const title = first ? say`🔴 What I found open beside JIT` : say`🔴 New: open beside JIT`;
  const again = findings.filter(({ acknowledgement }) => acknowledgement !== undefined).length;
  return findingsCard(
    {
      title,
      summary: `${title}: ${counts}`,
      lines: [
        counts,
        ...(again > 0
          ? [
              sayCounted(again, {
                one: '{0} of them was acknowledged until now.',
                other: '{0} of them were acknowledged until now.',
              }),
            ]
          : []),
      ],
      findings,
      notes: [
        say`“audit ports” shows everything. Take away what should not be, or acknowledge it. I say each of these once.`,
      ],
    },
    newsReader,
    now,
  );
}
