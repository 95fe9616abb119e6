// The one table of status words and colours, and which of them a request has.
import type { AccessRequest, Open } from '../src/domain/access-request.ts';
import type { Lost } from '../src/domain/sight.ts';
import { sayAgain, toSay } from './escape.ts';

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

/**
 * `word` is of the language that is spoken; `style` is a Container's, of Adaptive Cards 1.5: the ground on which the word
 * stands. Text is never coloured: Teams' colours of text are too pale for many people (docs/accessibility.md).
 */
export interface StatusLook {
  readonly word: string;
  readonly style: 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';
}

/** Something that is called by words of ours, said when they are read. @param english marked with `toSay` */
export const called = <const More extends object>(english: string, more: More) => ({
  ...more,
  get word() {
    return sayAgain(english);
  },
});

/** How such a thing looks. @param english marked with `toSay` */
export const look = (english: string, style: StatusLook['style']): StatusLook => called(english, { style });

/** Of several parts of a card only what must not be overlooked has a ground of its own; ten coloured boxes would hide it. */
export const groundAmongOthers = (standsOut: boolean): 'attention' | 'default' =>
  standsOut ? 'attention' : 'default';

export const statusLooks: Readonly<Record<Status, StatusLook>> = {
  asking: look(toSay('Not sent yet'), 'accent'),
  pending: look(toSay('Waiting for approval'), 'accent'),
  approved: look(toSay('Approved'), 'good'),
  denied: look(toSay('Denied'), 'attention'),
  'break-glass': look(toSay('Break glass'), 'attention'),
  reviewed: look(toSay('Break glass, acknowledged'), 'emphasis'),
  requested: look(toSay('Requested'), 'accent'),
  'sign-in': look(toSay('Sign in first'), 'warning'),
  opening: look(toSay('Opening'), 'accent'),
  late: look(toSay('Not open yet'), 'warning'),
  ready: look(toSay('Ready'), 'good'),
  'ends-soon': look(toSay('Ends soon'), 'warning'),
  interrupted: look(toSay('Not open any more'), 'attention'),
  unclear: look(toSay('Cannot be told whether open'), 'warning'),
  ending: look(toSay('Ending early'), 'accent'),
  kept: look(toSay('Done, but still open'), 'warning'),
  closing: look(toSay('Ended'), 'accent'),
  overdue: look(toSay('Overdue'), 'attention'),
  closed: look(toSay('Closed'), 'emphasis'),
  'gone-early': look(toSay('Gone early'), 'warning'),
  'never-open': look(toSay('Never seen open'), 'warning'),
  extended: look(toSay('Extended'), 'emphasis'),
  'still-open': look(toSay('Ended, but the port is still open'), 'attention'),
  'open-for-other': look(toSay('Ended; open for another grant'), 'warning'),
  cancelled: look(toSay('Cancelled'), 'emphasis'),
  withdrawn: look(toSay('Withdrawn'), 'emphasis'),
  lapsed: look(toSay('Lapsed'), 'emphasis'),
  refused: look(toSay('Refused'), 'attention'),
  failed: look(toSay('Failed'), 'attention'),
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
