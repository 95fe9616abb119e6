// Notices to the requester.
import type {
  AccessRequest,
  Approved,
  Closed,
  Denied,
  Lapsed,
  Open,
  Opening,
  Pending,
  Refused,
} from '../src/domain/access-request.ts';
import type { Notice } from '../src/domain/debt.ts';
import type { Early } from '../src/domain/early-end.ts';
import { namesText, waivedText } from './approval-words.ts';
import { unaskedText } from './channel-words.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { meanwhileLines, noTimeAddedLines } from './extension-words.ts';
import { failureSentence, nextStepSentence } from './failure-words.ts';
import { personText, targetText, timeText } from './grant-words.ts';
import { earlyLines, goneEarlySentence } from './life-words.ts';
import { sentencesText } from './list-words.ts';
import { notOwed } from './notice-words.ts';
import { endingText, keptText, lostText, readyText } from './open-notices.ts';
import { partiesText } from './party-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { goneSentence } from './refused-words.ts';
import { notShutSentence, remainsSentence, whyNotOpen } from './sight-words.ts';
import { signInText } from './sign-in-words.ts';
import { whenText } from './when.ts';

/** @throws Error when the request is in a state that does not owe it. */
export function requesterText(request: AccessRequest, notice: Notice): string {
  switch (request.state) {
    case 'pending':
      return notice === 'unasked' ? requesterUnaskedText(request) : notOwed(request, notice);
    case 'denied':
      return deniedText(request);
    case 'lapsed':
      return lapsedText(request);
    case 'refused':
      return refusedText(request);
    case 'approved':
      if (notice === 'sign-in') return signInText();
      return notice === 'approved' ? approvedText(request) : notOwed(request, notice);
    case 'opening':
      if (notice === 'approved') return approvedText(request);
      return say`**Not open yet:** ${asIs(targetText(request.terms))}. ${asIs(sentencesText([whyNotOpen(request), ...meanwhileLines(request)]))} I keep looking.`;
    case 'open':
      return openText(request, notice);
    case 'closing': {
      const ended = asIs(whenText(request.endsAt, request.reader));
      return say`**Overdue:** ${asIs(targetText(request.terms))}. Your access ended at ${ended}. ${asIs(notShutSentence(request.sight))} I keep looking.`;
    }
    case 'closed':
      return closedText(request);
    case 'failed':
      return say`**Failed:** ${asIs(targetText(request.terms))}. ${asIs(sentencesText([failureSentence(request.failure), nextStepSentence(request.failure), ...noTimeAddedLines(request)]))}`;
    case 'draft':
    case 'withdrawn':
    case 'superseded':
      return notOwed(request, notice);
  }
}

function requesterUnaskedText(request: Pending): string {
  const lapses = whenText(request.grounds.asking.lapsesAt, request.reader);
  return say`**Not everybody could be asked:** ${asIs(targetText(request.terms))}. ${asIs(unaskedText(request))} Your request waits until ${asIs(lapses)}.`;
}

function approvedText(request: Approved | Opening): string {
  const { grounds, terms, reader, approvedAt } = request;
  if (grounds.kind !== 'approval') return notOwed(request, 'approved');
  const what = say`${asIs(targetText(terms))} ${asIs(timeText(terms.time, reader, approvedAt))}`;
  const next = sentencesText([say`Azure is being asked.`, ...meanwhileLines(request)]);
  if (grounds.waivedBy !== undefined)
    return say`**Approved:** ${asIs(what)}. ${asIs(waivedText(grounds.waivedBy))}. ${asIs(next)}`;
  return say`**Approved** by ${asIs(namesText(grounds))}: ${asIs(what)}. ${asIs(next)}`;
}

function deniedText(request: Denied): string {
  const { sent, by, reason } = request;
  const why = reasonText(escapeMarkdown(reason, 500).trim());
  return say`**Denied** by ${asIs(personText(by))}: ${asIs(targetText(sent.terms))}. ${asIs(why)} ${asIs(sentencesText([say`Talk to them if you still need it.`, ...noTimeAddedLines(request)]))}`;
}

/** The full stop is ours where theirs is not there. */
function reasonText(harmless: string): string {
  if (harmless === '') return say`They gave no reason.`;
  return /[.!?…。！？]$/.test(harmless)
    ? say`Reason: “${asIs(harmless)}”`
    : say`Reason: “${asIs(harmless)}”.`;
}

function lapsedText(request: Lapsed): string {
  const { sent, reader, at } = request;
  if (sent === undefined) return notOwed(request, 'lapsed');
  const approvers = partiesText(sent.grounds.asking.approvers);
  const next = [
    say`If you still need it, ask again and tell ${asIs(approvers)}.`,
    ...noTimeAddedLines(request),
  ];
  return say`**Lapsed:** nobody decided on ${asIs(targetText(sent.terms))} until ${asIs(whenText(at, reader))}. ${asIs(sentencesText(next))}`;
}

function refusedText(request: Refused): string {
  const { sent, refusals } = request;
  if (sent === undefined) return notOwed(request, 'refused');
  const sentences = sentencesText([
    goneSentence(refusals),
    ...refusals.map(refusalSentence),
    ...noTimeAddedLines(request),
  ]);
  return say`**Refused:** ${asIs(targetText(sent.terms))}. ${asIs(sentences)}`;
}

function openText(request: Open, notice: Notice): string {
  if (notice === 'ready') return readyText(request);
  if (notice === 'ending') return endingText(request);
  if (notice.startsWith('lost/') && request.lost !== undefined) return lostText(request, request.lost.sight);
  const kept = request.done?.kept;
  return notice === 'kept' && kept !== undefined ? keptText(request, kept) : notOwed(request, notice);
}

function closedText(request: Closed): string {
  const target = asIs(targetText(request.terms));
  if (request.remains !== undefined && request.early?.why === 'gone')
    return sentencesText([
      goneEarlyText(request, request.early),
      remainsSentence(request.remains, request.reader, request.closedAt),
    ]);
  if (request.remains !== undefined)
    return say`**Ended:** ${target}. ${asIs(remainsSentence(request.remains, request.reader, request.closedAt))}`;
  if (request.openedAt === undefined)
    return say`**Never seen open:** ${target}. The port is shut; ask again if you still need it.`;
  const at = whenText(request.closedAt, request.reader, request.closedAt);
  if (request.early?.why === 'gone')
    return say`${asIs(goneEarlyText(request, request.early))} It was seen shut at ${asIs(at)}.`;
  const early = earlyLines(request, request.reader, request.closedAt, 'requester', 'closed');
  const next = sentencesText([...early, say`Sessions that are still connected stay until they end.`]);
  return say`**Closed:** ${target}, seen shut at ${asIs(at)}. ${asIs(next)}`;
}

/** Said plainly, with what to do next. */
function goneEarlyText({ terms, endsAt, reader }: Closed, early: Early): string {
  return say`**Gone early:** ${asIs(targetText(terms))}. ${asIs(goneEarlySentence(endsAt, early, reader, endsAt))} If you still need it, press **Ask again** on its card.`;
}
