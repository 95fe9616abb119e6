// The one table of status words and colours, and which of them a request has.
import type { AccessRequest, Open } from '../src/domain/access-request.ts';
import type { Lost } from '../src/domain/sight.ts';

/**
 * Everything a request can look like from outside. `approved`, `break-glass` and `reviewed` are what approvers see, `ends-soon` is the warning;
 * `break-glass` is also the form of somebody who breaks it.
 */
export type Status =
  | 'asking'
  | 'pending'
  | 'approved'
  | 'denied'
  | 'break-glass'
  | 'reviewed'
  | 'requested'
  | 'sign-in'
  | 'opening'
  | 'late'
  | 'ready'
  | 'ends-soon'
  | 'interrupted'
  | 'unclear'
  | 'ending'
  | 'kept'
  | 'closing'
  | 'overdue'
  | 'closed'
  | 'gone-early'
  | 'never-open'
  | 'extended'
  | 'still-open'
  | 'open-for-other'
  | 'cancelled'
  | 'withdrawn'
  | 'lapsed'
  | 'refused'
  | 'failed';

/** `word` is shown as it is; `color` is a TextBlock's and `style` a Container's, both of Adaptive Cards 1.5. */
export interface StatusLook {
  readonly word: string;
  readonly color: 'default' | 'accent' | 'good' | 'warning' | 'attention';
  readonly style: 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';
}

export const statusLooks: Readonly<Record<Status, StatusLook>> = {
  asking: { word: 'Not sent yet', color: 'accent', style: 'accent' },
  pending: { word: 'Waiting for approval', color: 'accent', style: 'accent' },
  approved: { word: 'Approved', color: 'good', style: 'good' },
  denied: { word: 'Denied', color: 'attention', style: 'attention' },
  'break-glass': { word: 'Break glass', color: 'attention', style: 'attention' },
  reviewed: { word: 'Break glass, acknowledged', color: 'default', style: 'emphasis' },
  requested: { word: 'Requested', color: 'accent', style: 'accent' },
  'sign-in': { word: 'Sign in first', color: 'warning', style: 'warning' },
  opening: { word: 'Opening', color: 'accent', style: 'accent' },
  late: { word: 'Not open yet', color: 'warning', style: 'warning' },
  ready: { word: 'Ready', color: 'good', style: 'good' },
  'ends-soon': { word: 'Ends soon', color: 'warning', style: 'warning' },
  interrupted: { word: 'Not open any more', color: 'attention', style: 'attention' },
  unclear: { word: 'Cannot be told whether open', color: 'warning', style: 'warning' },
  ending: { word: 'Ending early', color: 'accent', style: 'accent' },
  kept: { word: 'Done, but still open', color: 'warning', style: 'warning' },
  closing: { word: 'Ended', color: 'accent', style: 'accent' },
  overdue: { word: 'Overdue', color: 'attention', style: 'attention' },
  closed: { word: 'Closed', color: 'default', style: 'emphasis' },
  'gone-early': { word: 'Gone early', color: 'warning', style: 'warning' },
  'never-open': { word: 'Never seen open', color: 'warning', style: 'warning' },
  extended: { word: 'Extended', color: 'default', style: 'emphasis' },
  'still-open': { word: 'Ended, but the port is still open', color: 'attention', style: 'attention' },
  'open-for-other': { word: 'Ended; open for another grant', color: 'warning', style: 'warning' },
  cancelled: { word: 'Cancelled', color: 'default', style: 'emphasis' },
  withdrawn: { word: 'Withdrawn', color: 'default', style: 'emphasis' },
  lapsed: { word: 'Lapsed', color: 'default', style: 'emphasis' },
  refused: { word: 'Refused', color: 'attention', style: 'attention' },
  failed: { word: 'Failed', color: 'attention', style: 'attention' },
};

/** @param key the view to show, from `viewOf`: only it knows what the clock has made late. */
export function statusOf(request: AccessRequest, key: string): Status {
  switch (request.state) {
    case 'draft':
      return 'asking';
    case 'approved':
      return request.signIn === undefined ? 'requested' : 'sign-in';
    case 'opening':
      return key.startsWith('opening/late') ? 'late' : 'opening';
    case 'open':
      return statusOfOpen(request);
    case 'closing':
      return key.startsWith('closing/overdue') ? 'overdue' : 'closing';
    case 'closed':
      if (request.remains?.kind === 'open-by-other-rule') return 'still-open';
      if (request.remains?.kind === 'open-by-other-grant') return 'open-for-other';
      if (request.openedAt === undefined) return 'never-open';
      return request.early?.why === 'gone' ? 'gone-early' : 'closed';
    case 'superseded':
      return 'extended';
    case 'withdrawn':
      return request.sent === undefined ? 'cancelled' : 'withdrawn';
    case 'pending':
    case 'denied':
    case 'lapsed':
    case 'refused':
    case 'failed':
      return request.state;
  }
}

/** A rule that is being deleted is expected to go; otherwise what was seen comes before what was said. */
export function statusOfOpen({ done, lost }: Open): Status {
  if (done !== undefined && done.kept === undefined) return 'ending';
  if (lost?.sure) return lostStatus(lost.sight);
  return done === undefined ? 'ready' : 'kept';
}

/** What a loss that is sure means. */
export const lostStatus = ({ kind }: Lost): Status => (kind === 'unknown' ? 'unclear' : 'interrupted');
