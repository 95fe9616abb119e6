// The debts of an access request: one thing each that its state still owes Azure or people.
import type { Instant } from './time.ts';

/**
 * A notice: something said once in words, besides the cards. `overdue/2` is the third time of saying so, `remind/0` the
 * first reminder of approvers, `review/0` the first reminder of those who must review a broken glass.
 */
export type Notice =
  | 'approved'
  | 'denied'
  | 'lapsed'
  | 'refused'
  /** To the requester and on-call: a channel in which approvers should be asked cannot be written to. */
  | 'unasked'
  /** To on-call: the requester could not be told something for good. */
  | 'unheard'
  | 'escalated'
  /** To the requester, in their own chat: they have to sign in, so that Azure can be asked in their name. */
  | 'sign-in'
  | 'break-glass'
  | 'ready'
  /** To the requester: it ends soon, with buttons to extend it or to end it now. */
  | 'ending'
  /** To the requester: they are done, and it stays open all the same. */
  | 'kept'
  /** The port is not open any more, or that cannot be told; the number is since when, as an instant. */
  | `lost/${number}`
  | 'late'
  | 'failed'
  | 'closed'
  | `remind/${number}`
  | `review/${number}`
  | `overdue/${number}`;
/** `escalation`: the channel that the rule names for it, or the approvers' own. */
export type Audience = 'requester' | 'on-call' | 'approvers' | 'escalation';

/** One thing to do now. Each may be repeated without harm; each is recorded before the next. */
export type Debt =
  /** Record an attempt, then ask Azure to open. */
  | { readonly kind: 'ask-azure' }
  /** Read what Azure lists, because the last attempt has no known outcome. */
  | { readonly kind: 'resolve-doubt' }
  /** Look at the NSGs: is it open, or is it shut? */
  | { readonly kind: 'look' }
  /** Somebody is done: delete JIT's rule for it, and no other. */
  | { readonly kind: 'revoke' }
  /** Tell the grant that this request extends what became of it: taken over, or free to be extended again. */
  | { readonly kind: 'succeed' }
  /** The end has come: start closing. */
  | { readonly kind: 'end' }
  /** Azure took none of the attempts, and the time allowed for that is over. */
  | { readonly kind: 'give-up' }
  /** Nobody sent the form, or decided, in time. */
  | { readonly kind: 'lapse' }
  /** Nobody decided for so long that others are asked, too, in a channel of their own. */
  | { readonly kind: 'escalate' }
  | { readonly kind: 'show-card'; readonly view: string }
  /** `card` is the index in `decisionCards`. */
  | { readonly kind: 'show-decision'; readonly card: number; readonly view: string }
  | { readonly kind: 'tell'; readonly notice: Notice; readonly to: Audience }
  /** Take the buttons away from a notice to the requester that offers nothing any more. */
  | { readonly kind: 'retire'; readonly notice: Notice };

/** The name of a debt in records: `told` and `setbacks` are kept by it. */
export function debtKey(debt: Debt): string {
  if (debt.kind === 'tell') return `${debt.to}/${debt.notice}`;
  if (debt.kind === 'retire') return `retire/${debt.notice}`;
  return debt.kind === 'show-decision' ? `show-decision/${debt.card}` : debt.kind;
}

/** The name of one person's own copy of a notice, where several people are written to alone. */
export const copyKey = (key: string, personId: string): string => `${key}@${personId}`;

/** A debt and when it is due. */
export type Timed = readonly [debt: Debt, at: Instant];
