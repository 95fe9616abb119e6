// The daily summary for on-call: what is open, what should not be, what came and went.
import { type AccessRequest, sentOf } from '../src/domain/access-request.ts';
import type { DailySummary, Turns } from '../src/domain/daily-summary.ts';
import type { Instant } from '../src/domain/time.ts';
import { dutyText } from './duty-words.ts';
import { asIs, say } from './escape.ts';
import { lastEnd, personText, timeText } from './grant-words.ts';
import { inARow } from './list-words.ts';
import { accessText } from './notice-words.ts';
import { markdownPen } from './pen.ts';
import { type Reader, when, whenText } from './when.ts';

/** Requests named one by one; the rest are counted. A message that is a wall of text is not read. */
const mostLines = 20;

/** One message as escaped Markdown, in the summary's own time zone; one line where there is nothing to tell. */
export function summaryText(summary: DailySummary): string {
  const reader = { timeZone: summary.timeZone, locale: 'en-GB' };
  const { people, until } = summary.duty;
  const duty = say`On call: ${asIs(
    dutyText(
      people.map(({ name }) => name),
      until,
      reader,
      markdownPen,
    ),
  )}.`;
  const time = say`From ${asIs(when(summary.from, reader).time)} to ${asIs(whenText(summary.until, reader))}`;
  const turns = turnsText(summary.turns);
  const sections = sectionsOf(summary, reader);
  if (sections.length === 0 && turns === '')
    return say`**On-call summary:** nothing is open. ${asIs(time)} nothing was opened or closed. ${asIs(duty)}`;
  const told = say`${asIs(time)}: ${asIs(turns === '' ? say`nothing was opened or closed` : turns)}.`;
  const open = summary.overdue.length + summary.grants.length === 0 ? say` Nothing is open.` : '';
  return [say`**On-call summary.** ${asIs(duty)}`, told + open, ...sections].join('\n\n');
}

interface Section {
  readonly title: string;
  readonly requests: readonly AccessRequest[];
}

/** What needs somebody comes first, so that it is named also where there is no room for all. */
function sectionsOf({ overdue, unreviewed, grants, more }: DailySummary, reader: Reader): readonly string[] {
  const countOf = ({ length }: readonly AccessRequest[]) => (more ? say`${length} or more` : String(length));
  const sections: readonly Section[] = [
    { title: say`🔴 **Overdue (${asIs(countOf(overdue))}):**`, requests: overdue },
    {
      title: say`🔴 **Broken glass, not acknowledged (${asIs(countOf(unreviewed))}):**`,
      requests: unreviewed,
    },
    { title: say`**Open (${asIs(countOf(grants))}):**`, requests: grants },
  ];
  let room = mostLines;
  return sections
    .filter(({ requests }) => requests.length > 0)
    .map(({ title, requests }) => {
      const shown = requests.slice(0, room);
      room -= shown.length;
      const rest = requests.length - shown.length;
      const lines = [
        ...shown.map((request) => lineOf(request, reader)),
        ...(rest > 0 ? [say`- and ${rest} more`] : []),
      ];
      return `${title}\n\n${lines.join('\n')}`;
    });
}

/** What is open from where to whom, and until when. */
function lineOf(request: AccessRequest, reader: Reader): string {
  const terms = sentOf(request)?.terms;
  const who = personText(request.requester);
  const parts = [...(terms === undefined ? [] : [accessText(terms)]), who, ...stateTexts(request, reader)];
  return `- ${inARow(parts)}`;
}

function stateTexts(request: AccessRequest, reader: Reader): readonly string[] {
  const at = (moment: Instant) => asIs(whenText(moment, reader));
  switch (request.state) {
    case 'approved':
      return [say`about to be opened`, timeText(request.terms.time, reader)];
    case 'opening':
      return [say`being opened`, say`until ${at(lastEnd(request))}`];
    case 'open':
      return [say`until ${at(request.endsAt)}`];
    case 'closing':
      return [say`ended at ${at(request.endsAt)}`, say`not seen shut yet`];
    case 'closed':
      return [say`ended at ${at(request.endsAt)}`];
    case 'superseded':
      return [say`extended since`];
    case 'failed':
      return [say`failed`];
    case 'draft':
    case 'pending':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
      return [];
  }
}

function turnsText({ opened, extended, closed, stillOpen, unopened }: Turns): string {
  const counts: readonly (readonly [count: number, said: string])[] = [
    [opened, say`${opened} opened`],
    [extended, say`${extended} extended`],
    [closed, say`${closed} closed`],
    [stillOpen, say`${stillOpen} ended with the port still open otherwise`],
    [unopened, say`${unopened} asked for and never seen open`],
  ];
  return inARow(counts.filter(([count]) => count > 0).map(([, said]) => said));
}
