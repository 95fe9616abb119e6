// The access request: one type per state, so that a field exists only where it means something.
import type { Wish } from './command/command.ts';
import type { ApprovalGrounds, Grounds } from './grounds.ts';
import type { LearnedAddress } from './learned-address.ts';
import type { Machine, Protocol } from './machine.ts';
import type { Hole, NamedRule } from './nsg/named-rule.ts';
import type { Person } from './person.ts';
import type { ApproverParty } from './policy/access-policy.ts';
import type { Refusal } from './refusal.ts';
import type { Instant, Seconds } from './time.ts';

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

/** A card in an approvals channel. It is redrawn whenever its view changes, also when nobody is asked any more. */
export interface DecisionCard {
  /** Name of the approvals channel; `''` is the one without a name. */
  readonly channel: string;
  /** Where it was posted. Missing: not yet, or nowhere (then `why` says so). */
  readonly at?: { readonly conversationId: string; readonly messageId: string };
  readonly shown?: string;
  /** Until then it is left alone, as `card.quietUntil`. */
  readonly quietUntil?: Instant;
  /** Why it could not be posted for good: the channel is gone. */
  readonly why?: string;
  /** The channel's name has moved to another conversation since; this card is kept true, but no longer asks. */
  readonly former?: true;
}

/** A notice's receipt. No `messageId`: there was nowhere to post it, and `why` says so. */
export interface Told {
  readonly at: Instant;
  readonly messageId?: string;
  readonly why?: string;
  /** It had buttons, and they were taken away since: what they offered is over. */
  readonly retired?: true;
}

/** A payment that failed: how often, why (safe for chat), and when to try again. */
export interface Setback {
  readonly tries: number;
  readonly notBefore: Instant;
  readonly message: string;
}

/** The form's fields as the person left them; text, because people type nonsense that must be shown back. */
export interface FormValues {
  readonly port: string;
  readonly source: string;
  readonly time: string;
  readonly reason: string;
}

/** Enough of a machine to choose it from a list. */
export type MachineChoice = Pick<Machine, 'id' | 'name' | 'subscription' | 'resourceGroup' | 'region'>;

/** One port the form offers, with what its JIT policy allows. */
export interface OfferedPort {
  readonly port: number;
  readonly maximumSeconds: Seconds;
  readonly allowedSources: readonly string[];
}

/** A rule that may decide, as far as the form tells of it. */
export interface OutlookRule {
  readonly rule: string;
  readonly decision: 'automatic' | 'approval' | 'refused';
  /** The ports it may decide on, of those offered. */
  readonly ports: readonly number[];
  readonly because?: string;
  readonly longest?: Seconds;
  /** Names of networks, or addresses. */
  readonly sources?: readonly string[];
  readonly reasonRequired: boolean;
  readonly ticket?: string;
  /** Only where approval is needed. */
  readonly approvers?: readonly ApproverParty[];
  readonly quorum?: number;
  /** Only where the requester breaks glass: whether the rule lets them. */
  readonly breakGlass?: boolean;
}

/** What the dialog is asking for now. */
export type Asking =
  | {
      readonly kind: 'machine';
      /** `unnamed`: none was typed; `unknown`: none has that name, choices are the nearest; `several`: all choices have it. */
      readonly why: 'unnamed' | 'unknown' | 'several';
      readonly typed: string;
      readonly choices: readonly MachineChoice[];
    }
  | {
      readonly kind: 'form';
      readonly machine: MachineChoice;
      readonly offered: readonly OfferedPort[];
      readonly values: FormValues;
      /** The rules of the access policy that may decide, in its order; which one does can depend on source and time. */
      readonly outlook: readonly OutlookRule[];
      /** Why the last attempt to send it was not taken. Empty at first. */
      readonly refusals: readonly Refusal[];
      /** The network of the access policy that `prefix` is; about the source field only while that holds this prefix. */
      readonly network?: { readonly name: string; readonly prefix: string };
      /** Older Allow rules that leave a port open, whatever JIT does; as far as they were found when the form was made. */
      readonly holes: readonly Hole[];
    };

/** How long: a span that starts when the port opens, or a fixed end. */
export type GrantTime =
  | { readonly kind: 'for'; readonly seconds: Seconds }
  | { readonly kind: 'until'; readonly at: Instant };

/** What was agreed: nothing opens wider than this. */
export interface Terms {
  readonly machine: Omit<Machine, 'jitPorts' | 'tags'>;
  readonly policyId: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Explicit IPv4 address or CIDR. */
  readonly source: string;
  /** When the address page saw the requester come from exactly this address. Left out: it was typed, or named. */
  readonly seenAt?: Instant;
  /** What the access policy called exactly this source when it was sent. */
  readonly network?: string;
  readonly time: GrantTime;
  /** As typed; may be empty. Data, never formatting. */
  readonly reason: string;
}

/** One call of `initiate`, recorded before it is made. */
export interface Attempt {
  readonly sentAt: Instant;
  /** The end that was asked for; also how Azure's entry is recognised, together with machine, port and source. */
  readonly endsAt: Instant;
  /** `unknown` until Azure answered or its list was read. */
  readonly outcome: 'unknown' | 'accepted' | 'absent';
  /** Why it was not accepted, or why that is not known: a sentence of ours. */
  readonly fault?: string;
}

/** What a look at the NSGs showed. */
export type Sight =
  | { readonly kind: 'open'; readonly address: string; readonly rule: NamedRule }
  | { readonly kind: 'no-jit-rule' }
  | { readonly kind: 'blocked'; readonly level: 'interface' | 'subnet'; readonly rule?: NamedRule }
  | { readonly kind: 'unknown'; readonly because: string }
  | { readonly kind: 'shut' }
  | { readonly kind: 'jit-rule-remains'; readonly rule: NamedRule }
  | {
      readonly kind: 'open-by-other-rule';
      /** Missing: no NSG is in the way at all. */
      readonly rule?: NamedRule;
      /** By its name JIT made the rule, for somebody else. */
      readonly madeByJit?: true;
    }
  | { readonly kind: 'open-by-other-grant'; readonly until: Instant };

/** A sight of a port that was open and is not any more, or of which that cannot be told. */
export type Lost = Extract<Sight, { kind: 'no-jit-rule' | 'blocked' | 'unknown' }>;

/** What still lets the source in after this grant's own rule went. */
export type Remains = Extract<Sight, { kind: 'open-by-other-rule' | 'open-by-other-grant' }>;

/** Why a request ended without a grant. `message` is a sentence of ours, safe for chat. */
export interface Failure {
  readonly code:
    | 'azure-refused'
    /** Azure said "not a subset of policy"; `message` says which of port, time and source it was. */
    | 'outside-jit-policy'
    | 'right-missing'
    | 'azure-unavailable'
    | 'time-passed';
  readonly message: string;
  /** A source prefix of the JIT policy that Azure may take in place of the one asked for. */
  readonly offer?: string;
}

/** Somebody said that they are done, before the end. */
export interface Done {
  readonly at: Instant;
  readonly by: Person;
  /** Why the port stays open until its end all the same. Left out: its rule is being deleted. */
  readonly kept?: Kept;
}

export type Kept =
  /** The bot is not set to delete rules, so Azure closes at the end. */
  | { readonly why: 'not-set' }
  /** Another grant for the same source needs the rule until then. */
  | { readonly why: 'shared'; readonly until: Instant }
  /** The rule could not be deleted; `message` is a sentence of ours. */
  | { readonly why: 'fault'; readonly message: string };

/** A grant that did not last until its end, which would have been `endsAt`. */
export type Early = { readonly endsAt: Instant } & (
  | { readonly why: 'done'; readonly by: Person }
  /** Its rule was taken away by something or somebody other than the bot. */
  | { readonly why: 'gone' }
);

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

/**
 * Whether sending the form would break glass: the requester wants to, and some rule that may decide lets them. Where none
 * does, the form is an ordinary one.
 */
export const breaksGlass = ({ wish, asking }: Draft): boolean =>
  wish.breakGlass === true &&
  asking.kind === 'form' &&
  asking.outlook.some(({ breakGlass }) => breakGlass === true);

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
