// Draws findings as a table with numbers, small enough for Teams whatever is in it, and what can be done about them.
import type { KnownFinding } from '../../src/domain/drift/known-finding.ts';
import { acknowledgedAt } from '../../src/domain/drift/known-finding.ts';
import type { Instant } from '../../src/domain/time.ts';
import { asIs, plainText, say } from '../escape.ts';
import { fitting } from '../fitting.ts';
import { nameText } from '../grant-words.ts';
import { withRemark } from '../list-words.ts';
import { type CardJson, render } from '../render.ts';
import { groundAmongOthers } from '../status.ts';
import type { Drawn } from '../status-card.ts';
import template from '../templates/findings.json' with { type: 'json' };
import { dateText, type Reader, whenText } from '../when.ts';
import { findingLook, findingName, findingPlace, findingSentence } from './finding-words.ts';

/** Texts are escaped Markdown. */
export interface FindingsTable {
  readonly title: string;
  /** One line for notifications. */
  readonly summary: string;
  readonly lines: readonly string[];
  /** The worst first. */
  readonly findings: readonly KnownFinding[];
  readonly notes: readonly string[];
  /** URL of the CSV. */
  readonly csv?: string | undefined;
}

const mostRows = 12;

/** The table's card; what does not fit is counted. */
export const findingsCard = (table: FindingsTable, reader: Reader, now: Instant): Drawn =>
  fitting(
    (most: number) => ({ card: drawn(table, reader, now, most), summary: table.summary }),
    Array.from({ length: mostRows - 1 }, (_, left) => mostRows - left),
    1,
  );

function drawn(table: FindingsTable, reader: Reader, now: Instant, most: number): CardJson {
  const shown = table.findings.slice(0, most);
  const left = table.findings.length - shown.length;
  const [acknowledged, open] = [true, false].map((is) =>
    shown.filter((known) => (acknowledgedAt(known, now) !== undefined) === is).map(choiceOf),
  );
  const notes = [...(left > 0 ? [say`And ${left} more.`] : []), ...table.notes];
  return render(template, {
    title: asIs(table.title),
    summary: asIs(table.summary),
    lines: table.lines.map((text) => ({ text: asIs(text) })),
    rows: shown.map((known) => rowOf(known, reader, now)),
    more: notes.map((text) => ({ text: asIs(text) })),
    open: open ?? [],
    acknowledged: acknowledged ?? [],
    csv: table.csv === undefined ? [] : [{ url: asIs(table.csv) }],
  });
}

function rowOf(known: KnownFinding, reader: Reader, now: Instant) {
  const { number, finding, since } = known;
  const { word, standsOut } = findingLook(finding);
  const held = acknowledgedAt(known, now);
  const notes = [
    say`Seen since ${asIs(whenText(since, reader, now))}.`,
    ...(held === undefined
      ? []
      : [
          say`Acknowledged until ${dateText(held.until - 1, reader)} by ${asIs(nameText(held.by))}: “${plainText(held.reason, 200)}”`,
        ]),
  ];
  return {
    number: asIs(String(number)),
    name: asIs(findingName(finding)),
    place: asIs(findingPlace(finding)),
    word,
    style: groundAmongOthers(standsOut),
    sentence: asIs(findingSentence(finding)),
    notes: notes.map((text) => ({ text: asIs(text) })),
  };
}

/** A choice is no Markdown, but clients look for dates and placeholders in it all the same. */
const choiceOf = ({ number, finding }: KnownFinding) => ({
  choice: asIs(`${number}: ${withRemark(findingName(finding), findingLook(finding).word)}`),
  value: asIs(String(number)),
});
