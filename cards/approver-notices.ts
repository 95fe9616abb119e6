// Notices to approvers, and to those to whom a rule escalates. They are said in channels, where anybody may read them.
import { type AccessRequest, type Pending, sentOf } from '../src/domain/access-request.ts';
import type { Notice } from '../src/domain/debt.ts';
import { approvalsText, stillNeeded } from './approval-words.ts';
import { asIs, say, sayCounted } from './escape.ts';
import { extendsFacts } from './extension-words.ts';
import { timeText } from './grant-words.ts';
import { sentenceOf, sentencesText } from './list-words.ts';
import { brokenText, grantLine, notOwed, numberOf } from './notice-words.ts';
import { partiesText } from './party-words.ts';
import { whenText } from './when.ts';

/** @throws Error when the request is in a state that does not owe it. */
export function approverText(request: AccessRequest, notice: Notice): string {
  const [name] = notice.split('/');
  if (name === 'remind' && request.state === 'pending') return reminderText(request, numberOf(notice));
  const sent = sentOf(request);
  if (sent?.grounds.kind !== 'break-glass') return notOwed(request, notice);
  const broken = asIs(brokenText(request, sent.terms, sent.grounds));
  const acknowledge = say`Somebody else must acknowledge it on its card: ${asIs(partiesText(sent.grounds.reviewers))}.`;
  if (name === 'break-glass') return say`🔴 **BREAK GLASS:** ${broken} ${asIs(acknowledge)}`;
  if (name !== 'review') return notOwed(request, notice);
  return sayCounted(
    numberOf(notice) + 1,
    {
      one: '🔴 **Break glass not acknowledged for {0} day:** {1} {2}',
      other: '🔴 **Break glass not acknowledged for {0} days:** {1} {2}',
    },
    broken,
    asIs(acknowledge),
  );
}

/** @throws Error when the request is in a state that does not owe it. */
export function escalationText(request: AccessRequest, notice: Notice): string {
  if (request.state !== 'pending' || notice !== 'escalated') return notOwed(request, notice);
  const { escalate } = request.grounds.asking;
  if (escalate === undefined) return notOwed(request, notice);
  return say`**Nobody has decided yet:** ${asIs(waiting(request))} From now on ${asIs(partiesText(escalate.to))} can decide, too. ${asIs(lapses(request))}`;
}

function reminderText(request: Pending, count: number): string {
  const of = asIs(partiesText(request.grounds.asking.approvers));
  return say`**Reminder ${count + 1}:** ${asIs(waiting(request))} ${asIs(approvalsText(stillNeeded(request.grounds)))} still needed, of ${of}. ${asIs(lapses(request))}`;
}

function waiting(request: Pending): string {
  const { terms, grounds, reader } = request;
  const since = whenText(grounds.asking.since, reader);
  return sentencesText([
    say`${asIs(grantLine(request, undefined))} Asked ${asIs(timeText(terms.time, reader))}, waiting since ${asIs(since)}.`,
    ...extendsFacts(request).map(([what, grant]) => sentenceOf(`${what} ${grant}`)),
  ]);
}

const lapses = ({ grounds, reader }: Pending): string =>
  say`Decide on its card; it lapses at ${asIs(whenText(grounds.asking.lapsesAt, reader))}.`;
