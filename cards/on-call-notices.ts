// Notices to on-call.
import type { AccessRequest, Closed, Closing, Open } from '../src/domain/access-request.ts';
import { sentOf } from '../src/domain/access-request.ts';
import type { Notice } from '../src/domain/debt.ts';
import { whyUnheard } from '../src/domain/notices-owed.ts';
import type { Remains } from '../src/domain/sight.ts';
import { approverText } from './approver-notices.ts';
import { unaskedText } from './channel-words.ts';
import { type AsIs, asIs, say } from './escape.ts';
import { meanwhileLines, noTimeAddedLines } from './extension-words.ts';
import { failureSentence } from './failure-words.ts';
import { lastEnd, personText } from './grant-words.ts';
import { goneEarlySentence } from './life-words.ts';
import { sentencesText } from './list-words.ts';
import { accessText, brokenText, grantLine, notOwed, numberOf } from './notice-words.ts';
import { lostSentence, notShutSentence, ruleText, whyNotOpen } from './sight-words.ts';
import { lostStatus, statusLooks } from './status.ts';
import { whenText } from './when.ts';

/** @throws Error when the request is in a state that does not owe it. */
export function onCallText(request: AccessRequest, notice: Notice): string {
  if (notice === 'break-glass') return breakGlassText(request);
  if (notice === 'unheard') return unheardText(request);
  const sent = sentOf(request);
  if (sent?.grounds.kind === 'break-glass' && notice === 'unasked')
    return say`🔴 **Nobody can be asked to review a broken glass:** ${asIs(unaskedText(request))} ${asIs(brokenText(request, sent.terms, sent.grounds))}`;
  if (sent?.grounds.kind === 'break-glass' && notice.startsWith('review/'))
    return sentencesText([approverText(request, notice), unaskedText(request)]);
  switch (request.state) {
    case 'pending':
      if (notice !== 'unasked') return notOwed(request, notice);
      return say`**Approvers cannot be asked:** ${asIs(unaskedText(request))} ${asIs(grantLine(request, undefined))}`;
    case 'opening':
      return say`**Not open in time:** ${asIs(grantLine(request, lastEnd(request)))} ${asIs(sentencesText([whyNotOpen(request), ...meanwhileLines(request)]))} I keep looking.`;
    case 'open':
      return openText(request, notice);
    case 'closing':
      return overdueText(request, notice);
    case 'closed':
      return closedText(request);
    case 'failed':
      return say`**Failed:** ${asIs(failureSentence(request.failure))} ${asIs(sentencesText([grantLine(request, undefined), ...noTimeAddedLines(request)]))}`;
    case 'draft':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
    case 'approved':
    case 'superseded':
      return notOwed(request, notice);
  }
}

function unheardText(request: AccessRequest): string {
  const why = whyUnheard(request);
  const sent = sentOf(request);
  if (why === undefined || sent === undefined) return notOwed(request, 'unheard');
  return say`**Its requester may not know:** ${why} ${asIs(accessText(sent.terms))}, ${asIs(personText(request.requester))}. Please tell them another way.`;
}

function openText(request: Open, notice: Notice): string {
  const line = asIs(grantLine(request, request.endsAt));
  if (notice.startsWith('lost/') && request.lost !== undefined)
    return say`**${statusLooks[lostStatus(request.lost.sight)].word}:** ${line} ${asIs(lostSentence(request.lost.sight))} I keep looking.`;
  if (notice !== 'ready') return notOwed(request, notice);
  return say`**${statusLooks[request.extends === undefined ? 'ready' : 'extended'].word}:** ${line}`;
}

function breakGlassText(request: AccessRequest): string {
  const sent = sentOf(request);
  if (sent?.grounds.kind !== 'break-glass') return notOwed(request, 'break-glass');
  return say`🔴 **BREAK GLASS:** ${asIs(brokenText(request, sent.terms, sent.grounds))}`;
}

function overdueText(request: Closing, notice: Notice): string {
  const count = numberOf(notice) + 1;
  return say`🔴 **OVERDUE since its end at ${asIs(whenText(request.endsAt, request.reader))}:** ${asIs(notShutSentence(request.sight))} ${asIs(grantLine(request, undefined))} Notice ${count}; it repeats until the port is seen shut.`;
}

function closedText(request: Closed): string {
  const line = asIs(grantLine(request, request.endsAt));
  const { remains } = request;
  if (remains?.kind === 'open-by-other-rule') return endedButOpenText(remains, line);
  if (remains !== undefined)
    return say`**Ended:** the port stays open for another grant until ${asIs(whenText(remains.until, request.reader))}. ${line}`;
  if (request.openedAt === undefined) return say`**Never seen open, and shut now:** ${line}`;
  if (request.early?.why === 'gone')
    return say`**Gone early**, and shut now: ${asIs(goneEarlySentence(request.endsAt, request.early, request.reader))} ${line}`;
  const early =
    request.early?.why === 'done' ? say` Ended early, as ${asIs(personText(request.early.by))} asked.` : '';
  return say`**Closed:** ${line}${asIs(early)}`;
}

function endedButOpenText(
  { rule, madeByJit }: Extract<Remains, { kind: 'open-by-other-rule' }>,
  line: AsIs,
): string {
  if (rule === undefined)
    return say`🔴 **Ended, but the port is still open** through something that JIT did not make. ${line}`;
  const through = asIs(ruleText(rule));
  return madeByJit
    ? say`🔴 **Ended, but the port is still open** through the rule ${through}, which JIT made for another request. ${line}`
    : say`🔴 **Ended, but the port is still open** through the rule ${through}, which JIT did not make. ${line}`;
}
