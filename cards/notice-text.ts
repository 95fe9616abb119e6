// Notices: what is said once in words besides the cards, to whom it is owed.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Audience, Notice } from '../src/domain/debt.ts';
import type { Person } from '../src/domain/person.ts';
import { approverText, escalationText } from './approver-notices.ts';
import { isLoud } from './loudness.ts';
import { onCallText } from './on-call-notices.ts';
import { requesterText } from './requester-notices.ts';

/** A notice as escaped Markdown. `mentions`: whom to notify; their names are not in the text. */
export interface NoticeText {
  readonly text: string;
  readonly mentions?: readonly Person[];
}

/**
 * Words for a notice that `owed` found due. Times are in the requester's zone, which is printed.
 * @param onDuty who is on call: mentioned where on-call is to be told loudly
 * @throws Error when the request is in a state that does not owe it.
 */
export function noticeText(
  request: AccessRequest,
  notice: Notice,
  to: Audience,
  onDuty: readonly Person[] = [],
): NoticeText {
  switch (to) {
    case 'requester':
      return { text: requesterText(request, notice), mentions: [request.requester] };
    case 'on-call':
      return {
        text: onCallText(request, notice),
        ...(onDuty.length > 0 && isLoud(request, notice) && { mentions: onDuty }),
      };
    case 'approvers':
      return { text: approverText(request, notice) };
    case 'escalation':
      return { text: escalationText(request, notice) };
  }
}
