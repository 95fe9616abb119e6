// Answers to clicks on the cards for approvers, for the clicker alone. All escaped Markdown.
import { type AccessRequest, sentOf } from '../src/domain/access-request.ts';
import { minimumSeconds } from '../src/domain/machine-ports.ts';
import { asIs, plainText, say } from './escape.ts';
import { timeText } from './grant-words.ts';
import { partiesText } from './party-words.ts';
import { spanText, whenText } from './when.ts';

/** For somebody who may neither decide nor acknowledge. Names those whom the rule asks, as it was at the time. */
export function notApproverAnswer(request: AccessRequest): string {
  const grounds = sentOf(request)?.grounds;
  if (grounds?.kind === 'break-glass')
    return say`You cannot acknowledge this; nothing changed. It is for ${asIs(partiesText(grounds.reviewers))}.`;
  if (grounds?.kind !== 'approval') return say`You cannot decide on this request; nothing changed.`;
  const { approvers, escalate } = grounds.asking;
  const whom = asIs(partiesText(approvers));
  return escalate === undefined
    ? say`You cannot decide on this request; nothing changed. It is for ${whom}.`
    : say`You cannot decide on this request; nothing changed. It is for ${whom}, and from ${asIs(whenText(escalate.at, request.reader))} also for ${asIs(partiesText(escalate.to))}.`;
}

/** @param request Left out: one that waits for approvers. */
export const ownRequestAnswer = (request?: AccessRequest): string =>
  request !== undefined && sentOf(request)?.grounds.kind === 'break-glass'
    ? say`You broke this glass yourself, so somebody else must acknowledge it.`
    : say`You cannot decide on your own request.`;

export const approverUnknownAnswer = (): string =>
  say`I cannot find out right now whether you may decide; nothing changed, try again in a minute.`;

export const alreadyApprovedAnswer = (): string =>
  say`You have approved this already; somebody else must approve it, too.`;

/**
 * Why an approval for less was not taken.
 * @param typed What they wrote as the time.
 * @param request For `not-less`: to say what is asked for.
 */
export function lessAnswer(
  kind: 'not-understood' | 'not-less' | 'too-short' | 'only-less',
  typed: string,
  request?: AccessRequest,
): string {
  switch (kind) {
    case 'not-understood':
      return plainText(typed) === ''
        ? say`Enter a time, such as 30 min; nothing changed.`
        : say`“${typed}” is not a time I understand; write it like 30 min. Nothing changed.`;
    case 'not-less': {
      const sent = request && sentOf(request);
      const asked = sent && request ? ` (${timeText(sent.terms.time, request.reader)})` : '';
      return say`“${typed}” is not less than what is asked for${asIs(asked)}; nothing changed. Use Approve to agree to all of it.`;
    }
    case 'only-less':
      return say`By today’s policies it cannot be had for that long any more; nothing changed. Approve it for less, or deny it.`;
    case 'too-short':
      return say`“${typed}” is too short; allow ${spanText(minimumSeconds)} or more. Nothing changed.`;
  }
}
