// The access request: one type per state, so that a field exists only where it means something.
import type { Attempt, Failure } from './attempt.ts';
import type { DecisionCard, Setback, Told } from './chat-receipts.ts';
import type { Wish } from './command/command.ts';
import type { Done, Early } from './early-end.ts';
import type { Asking } from './form.ts';
import type { ApprovalGrounds, Grounds } from './grounds.ts';
import type { LearnedAddress } from './learned-address.ts';
import type { Person } from './person.ts';
import type { Refusal } from './refusal.ts';
import type { Lost, Remains, Sight } from './sight.ts';
import type { SignIn } from './sign-in.ts';
import type { Terms } from './terms.ts';
import type { Instant } from './time.ts';

/** What every state has. Stored as JSON; `shape` lets a later version migrate requests in flight. */
export interface Common {
  readonly shape: 3;
  /** Opaque id, the only thing a card carries. */
  readonly id: string;
  /** Counts saves; a save of an older version is refused (compare-and-set). */
  readonly version: number;
  readonly requester: Person;
  /** The message that asked: where answers go, and how a re-delivered message is recognised. */
  readonly origin: {
    readonly conversationId: string;
    readonly activityId: string;
    /** Nobody but the requester reads that conversation. Left out: others may. */
    readonly private?: true;
  };
  /** How the requester reads times: IANA zone and BCP 47 locale of the asking activity. */
  readonly reader: { readonly timeZone: string; readonly locale: string };
  readonly askedAt: Instant;
  /**
   * The request card: the channel's message id once posted, and the key of the view it shows. Until `quietUntil` it
   * is left alone: a click is answered with a card of its own, and an update that overtook the answer would be lost.
   */
  readonly card: { readonly messageId?: string; readonly shown?: string; readonly quietUntil?: Instant };
  /** The cards on which approvers decide or review, one a channel that was asked. */
  readonly decisionCards: readonly DecisionCard[];
  /** Notices that were delivered (or had nowhere to go), by notice key. */
  readonly told: Readonly<Record<string, Told>>;
  /** Debts that failed to be paid, by debt key, with the time to try again. */
  readonly setbacks: Readonly<Record<string, Setback>>;
  /** Only where it extends another grant. */
  readonly extends?: Extends;
}

/** A request that is to take over from a grant before that ends, so that there is no gap. */
export interface Extends {
  /** Ids of the requests it goes on from, the newest first. */
  readonly chain: readonly [string, ...string[]];
  /** When that grant ends, as it was when the extension was asked for. */
  readonly endsAt: Instant;
  /** The grant it extends knows what became of this request: it was taken over, or may be extended again. */
  readonly settled?: true;
}

export type Draft = Common & {
  readonly state: 'draft';
  readonly wish: Wish;
  readonly asking: Asking;
  /** Counts what was asked, so that each new question is a new view. */
  readonly round: number;
  /** The link to the address page: each confirmation uses one up, and the next has another number. */
  readonly link: { readonly number: number; readonly expiresAt: Instant };
  /** What is known of where the requester connects from. */
  readonly learned?: LearnedAddress;
};
/** What was sent to the approvers; kept by requests that ended without a grant after that. */
export interface Sent {
  readonly terms: Terms;
  readonly grounds: ApprovalGrounds;
}

/** Waiting for approvers. Nothing was asked of Azure. */
export type Pending = Common & {
  readonly state: 'pending';
  readonly terms: Terms;
  readonly grounds: ApprovalGrounds;
};
/** Ended by its requester: on the form, or (with `sent`) while approvers were asked. */
export type Withdrawn = Common & { readonly state: 'withdrawn'; readonly at: Instant; readonly sent?: Sent };
/** Ended by time: nobody sent the form, or (with `sent`) nobody decided. */
export type Lapsed = Common & { readonly state: 'lapsed'; readonly at: Instant; readonly sent?: Sent };
/** Ended before Azure was asked: it cannot be had. With `sent`: by the access policy as it was at the last approval. */
export type Refused = Common & {
  readonly state: 'refused';
  readonly at: Instant;
  readonly refusals: readonly Refusal[];
  readonly sent?: Sent;
};
/** Ended by an approver. */
export type Denied = Common & {
  readonly state: 'denied';
  readonly at: Instant;
  readonly by: Person;
  /** As typed; may be empty. Data, never formatting. */
  readonly reason: string;
  readonly sent: Sent;
};
export type Approved = Common & {
  readonly state: 'approved';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly approvedAt: Instant;
  /** Only while the requester has to sign in first, because Azure is to be asked in their name. */
  readonly signIn?: SignIn;
};
export type Opening = Common & {
  readonly state: 'opening';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly approvedAt: Instant;
  readonly attempts: readonly [Attempt, ...Attempt[]];
  /** When to look at the NSGs, or at Azure's list, again. */
  readonly lookAt: Instant;
  readonly sight?: Sight;
};
export type Open = Common & {
  readonly state: 'open';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly openedAt: Instant;
  readonly endsAt: Instant;
  /** What was seen last that was open. */
  readonly sight: Extract<Sight, { kind: 'open' }>;
  /** When to look again whether it still is. */
  readonly lookAt: Instant;
  /** Since when JIT's rule is not there any more, or something blocks the source; not sure until seen again. */
  readonly lost?: { readonly since: Instant; readonly sight: Lost; readonly sure?: true };
  /** A request that was made to extend this one. */
  readonly extension?: string;
  readonly done?: Done;
};
export type Closing = Common & {
  readonly state: 'closing';
  readonly terms: Terms;
  readonly grounds: Grounds;
  /** Missing: Azure was asked, but the port was never seen open. */
  readonly openedAt?: Instant;
  /** About when Azure was asked last; only where its rule may still come: never seen open, or by the rule before it. */
  readonly askedAzureAt?: Instant;
  readonly endsAt: Instant;
  readonly lookAt: Instant;
  readonly sight?: Sight;
  /** It ended before its time. */
  readonly early?: Early;
  /** A request that was made to extend it, and may still take over. */
  readonly extension?: string;
};
export type Closed = Common & {
  readonly state: 'closed';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly openedAt?: Instant;
  readonly endsAt: Instant;
  readonly closedAt: Instant;
  readonly remains?: Remains;
  readonly early?: Early;
};
/** Another request took over before this one ended: the port is that one's to close. */
export type Superseded = Common & {
  readonly state: 'superseded';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly openedAt?: Instant;
  readonly endsAt: Instant;
  readonly at: Instant;
  /** Id of the request that took over, and the end it asked for. */
  readonly by: { readonly id: string; readonly endsAt: Instant };
};
export type Failed = Common & {
  readonly state: 'failed';
  readonly terms: Terms;
  readonly grounds: Grounds;
  readonly at: Instant;
  readonly failure: Failure;
};

export type AccessRequest =
  | Draft
  | Withdrawn
  | Lapsed
  | Refused
  | Pending
  | Denied
  | Approved
  | Opening
  | Open
  | Closing
  | Closed
  | Superseded
  | Failed;

export type State = AccessRequest['state'];

/** States that promise nothing more to Azure. Chat debts may remain. */
export const isEnded = (request: AccessRequest): boolean =>
  ['withdrawn', 'lapsed', 'refused', 'denied', 'closed', 'superseded', 'failed'].includes(request.state);

/** Nothing was opened by it, and nothing will be. */
export const endedWithoutGrant = ({ state }: AccessRequest): boolean =>
  ['withdrawn', 'lapsed', 'refused', 'denied', 'failed'].includes(state);

/** What was sent to approvers, or agreed on, and by which grounds; `undefined`: the form was never sent. */
export function sentOf(
  request: AccessRequest,
): { readonly terms: Terms; readonly grounds: Grounds } | undefined {
  switch (request.state) {
    case 'draft':
      return undefined;
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
      return request.sent;
    case 'pending':
    case 'approved':
    case 'opening':
    case 'open':
    case 'closing':
    case 'closed':
    case 'superseded':
    case 'failed':
      return request;
  }
}
