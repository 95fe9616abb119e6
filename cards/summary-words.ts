// The daily summary for on-call: what is open, what should not be, what came and went.
import { type AccessRequest, sentOf } from '../src/domain/access-request.ts';
import type { DailySummary, Turns } from '../src/domain/daily-summary.ts';
import type { Instant } from '../src/domain/time.ts';
import { dutyText } from './duty-words.ts';
import { asIs, say } from './escape.ts';
import { lastEnd, personText, timeText } from './grant-words.ts';
import { accessText } from './notice-words.ts';
import { markdownPen } from './pen.ts';
import { type Reader, when, whenText } from './when.ts';

/** Requests named one by one; the rest are counted. A message that is a wall of text is not read. */
const mostLines = 20;

/** One message as escaped Markdown, in the summary's own time zone; one line where there is nothing to tell. */
export function summaryText(summary: DailySummary): string {
  const reader = { timeZone: summary.timeZone, locale: 'en-GB' };
  const { people, until } = summary.duty;
  const duty = `On call: ${dutyText(
    people.map(({ name }) => name),
    until,
    reader,
    markdownPen,
  )}.`;
  const time = `From ${when(summary.from, reader).time} to ${whenText(summary.until, reader)}`;
  const turns = turnsText(summary.turns);
  const sections = sectionsOf(summary, reader);
  if (sections.length === 0 && turns === '')
    return `**On-call summary:** nothing is open. ${time} nothing was opened or closed. ${duty}`;
  const open = summary.overdue.length + summary.grants.length === 0 ? ' Nothing is open.' : '';
  const told = `${time}: ${turns === '' ? 'nothing was opened or closed' : turns}.${open}`;
  return [`**On-call summary.** ${duty}`, told, ...sections].join('\n\n');
}

interface Section {
  readonly title: string;
  readonly requests: readonly AccessRequest[];
}

/** What needs somebody comes first, so that it is named also where there is no room for all. */
function sectionsOf({ overdue, unreviewed, grants, more }: DailySummary, reader: Reader): readonly string[] {
  const sections: readonly Section[] = [
    { title: '🔴 **Overdue', requests: overdue },
    { title: '🔴 **Broken glass, not acknowledged', requests: unreviewed },
    { title: '**Open', requests: grants },
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
        ...(rest > 0 ? [`- and ${rest} more`] : []),
      ];
      return `${title} (${requests.length}${more ? ' or more' : ''}):**\n\n${lines.join('\n')}`;
    });
}

/** What is open from where to whom, and until when. */
function lineOf(request: AccessRequest, reader: Reader): string {
  const terms = sentOf(request)?.terms;
  const access = terms === undefined ? '' : `${accessText(terms)}, `;
  return say`- ${asIs(access)}${asIs(personText(request.requester))}${asIs(stateText(request, reader))}`;
}

function stateText(request: AccessRequest, reader: Reader): string {
  const at = (moment: Instant): string => whenText(moment, reader);
  switch (request.state) {
    case 'approved':
      return `, about to be opened, ${timeText(request.terms.time, reader)}`;
    case 'opening':
      return `, being opened, until ${at(lastEnd(request))}`;
    case 'open':
      return `, until ${at(request.endsAt)}`;
    case 'closing':
      return `, ended at ${at(request.endsAt)}, not seen shut yet`;
    case 'closed':
      return `, ended at ${at(request.endsAt)}`;
    case 'superseded':
      return ', extended since';
    case 'failed':
      return ', failed';
    case 'draft':
    case 'pending':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
      return '';
  }
}

function turnsText({ opened, extended, closed, stillOpen, unopened }: Turns): string {
  const counts: readonly (readonly [count: number, what: string])[] = [
    [opened, 'opened'],
    [extended, 'extended'],
    [closed, 'closed'],
    [stillOpen, 'ended with the port still open otherwise'],
    [unopened, 'asked for and never seen open'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
}
