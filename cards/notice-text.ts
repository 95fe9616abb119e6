// Notices: what is said once in words besides the card, to the requester and to on-call.
import type { AccessRequest, Closed, Closing, Failed, Open, Opening } from '../src/domain/access-request.ts';
import type { Audience, Notice } from '../src/domain/owed.ts';
import type { Person } from '../src/domain/person.ts';
import { asIs, say } from './escape.ts';
import { failureSentence, nextStepSentence } from './failure-words.ts';
import { addressOf, lastEnd, personText, placeText, targetText } from './grant-words.ts';
import { portText } from './port-words.ts';
import { notShutSentence, remainsSentence, throughOther, whyNotOpen } from './sight-words.ts';
import { whenText } from './when.ts';

/** A notice as escaped Markdown. `mention`: whom to notify; their name is not in the text. */
export interface NoticeText {
  readonly text: string;
  readonly mention?: Person;
}

/**
 * Words for a notice that `owed` found due. Times are in the requester's zone, which is printed.
 * @throws Error when the request is in a state that owes no notices.
 */
export function noticeText(request: AccessRequest, notice: Notice, to: Audience): NoticeText {
  if (to === 'on-call') return { text: onCallText(request, notice) };
  return { text: requesterText(request, notice), mention: request.requester };
}

function requesterText(request: AccessRequest, notice: Notice): string {
  switch (request.state) {
    case 'open':
      return readyText(request);
    case 'opening':
      return say`**Not open yet:** ${asIs(targetText(request.terms))}. ${asIs(whyNotOpen(request))} I keep looking.`;
    case 'closing':
      return say`**Overdue:** ${asIs(targetText(request.terms))}. Your access ended at ${asIs(ended(request))}. ${asIs(notShutSentence(request.sight))} I keep looking.`;
    case 'closed':
      return closedText(request);
    case 'failed':
      return say`**Failed:** ${asIs(targetText(request.terms))}. ${asIs(failureSentence(request.failure))} ${nextStepSentence(request.failure)}`;
    case 'draft':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'approved':
      throw new Error(`a ${request.state} request owes no notice, but ${notice} was asked for`);
  }
}

function readyText(request: Open): string {
  const end = whenText(request.endsAt, request.reader, request.openedAt);
  const { port, source } = request.terms;
  return say`**Ready:** ${asIs(targetText(request.terms))} is open for ${source} until ${asIs(end)}. Connect to ${addressOf(request)}:${port}.`;
}

function closedText(request: Closed): string {
  const target = asIs(targetText(request.terms));
  if (request.remains !== undefined)
    return say`**Ended:** ${target}. ${asIs(remainsSentence(request.remains, request.reader, request.closedAt))}`;
  if (request.openedAt === undefined)
    return say`**Never seen open:** ${target}. The port is shut; ask again if you still need it.`;
  const at = whenText(request.closedAt, request.reader, request.closedAt);
  return say`**Closed:** ${target}, seen shut at ${asIs(at)}. Sessions that are still connected stay until they end.`;
}

function onCallText(request: AccessRequest, notice: Notice): string {
  switch (request.state) {
    case 'open':
      return say`**Ready:** ${asIs(grantLine(request, request.endsAt))}`;
    case 'opening':
      return say`**Not open in time:** ${asIs(grantLine(request, lastEnd(request)))} ${asIs(whyNotOpen(request))} I keep looking.`;
    case 'closing':
      return overdueText(request, notice);
    case 'closed':
      return onCallClosedText(request);
    case 'failed':
      return onCallFailedText(request);
    case 'draft':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'approved':
      throw new Error(`a ${request.state} request owes no notice, but ${notice} was asked for`);
  }
}

function overdueText(request: Closing, notice: Notice): string {
  const count = Number(notice.split('/')[1]) + 1;
  return say`🔴 **OVERDUE since its end at ${asIs(ended(request))}:** ${asIs(notShutSentence(request.sight))} ${asIs(grantLine(request, undefined))} Notice ${count}; it repeats until the port is seen shut.`;
}

function onCallClosedText(request: Closed): string {
  const line = asIs(grantLine(request, request.endsAt));
  const { remains } = request;
  if (remains?.kind === 'open-by-other-rule')
    return say`🔴 **Ended, but the port is still open**${asIs(throughOther(remains))}. ${line}`;
  if (remains !== undefined)
    return say`**Ended:** the port stays open for another grant until ${asIs(whenText(remains.until, request.reader))}. ${line}`;
  if (request.openedAt === undefined) return say`**Never seen open, and shut now:** ${line}`;
  return say`**Closed:** ${line}`;
}

function onCallFailedText(request: Failed): string {
  return say`**Failed:** ${asIs(failureSentence(request.failure))} ${asIs(grantLine(request, undefined))}`;
}

/** Who, where, which port, from where, until when. The day is always said: on-call reads this hours later. */
function grantLine(request: Opening | Open | Closing | Closed | Failed, endsAt: number | undefined): string {
  const { machine, port, source } = request.terms;
  const end = endsAt === undefined ? '' : `, end at ${whenText(endsAt, request.reader)}`;
  return say`${machine.name} (${asIs(placeText(machine))}) port ${portText(port)} from ${source}, ${asIs(personText(request.requester))}${asIs(end)}.`;
}

const ended = (request: Closing): string => whenText(request.endsAt, request.reader);
