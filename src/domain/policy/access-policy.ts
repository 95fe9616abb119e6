// The access policy: who may open what, and who must agree. As read from its file, with every name looked up.
import type { Instant, Seconds } from '../time.ts';

/** A person by Entra object id (lower case). `name` is what the file calls them: for sentences only. */
export interface NamedPerson {
  readonly kind: 'person';
  readonly id: string;
  readonly name: string;
}

/** An Entra group by object id (lower case), its members transitively. */
export interface NamedGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly name: string;
}

/** The members or the owners of the team whose channel takes the rule's approvals. */
export interface TeamPart {
  readonly kind: 'team';
  readonly part: 'members' | 'owners';
}

/** Who a rule is for. */
export type RequesterParty = NamedPerson | NamedGroup;
/** Who may decide. There is no way to write "everybody". */
export type ApproverParty = NamedPerson | NamedGroup | TeamPart;

/** Source prefixes under a name, such as `office`. An address written out in a rule is its own name. */
export interface Network {
  readonly name: string;
  /** IPv4 addresses and CIDRs in their one spelling (`formatPrefix`). Never empty. */
  readonly prefixes: readonly string[];
}

/** ISO 8601 days of the week: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** On each of `days` from one minute of the day to another; `to` not after `from` means "until that time on the next day". */
export interface WeekSpan {
  readonly days: readonly Weekday[];
  /** Minutes since midnight on the wall clock, 0 to 1439. */
  readonly from: number;
  /** Minutes since midnight, 1 to 1440. */
  readonly to: number;
}

/** Hours of the week under a name, in a named time zone. */
export interface WeekHours {
  readonly name: string;
  /** IANA zone. */
  readonly timeZone: string;
  readonly spans: readonly WeekSpan[];
}

/**
 * Machines by name and place; every part that is given must match, without regard to case. `*` is any run of characters
 * and `?` any one character in all of them but the names of `tags`.
 */
export interface MachinePattern {
  readonly name?: string;
  readonly resourceGroup?: string;
  /** Matches the id or the display name of the subscription; a whole id (a GUID) matches the id only. */
  readonly subscription?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** What a rule is about. A part that is left out matches everything; of a list, any one is enough. */
export interface When {
  readonly machines?: readonly MachinePattern[];
  readonly ports?: readonly number[];
  /** Left out: everyone. */
  readonly requesters?: readonly RequesterParty[];
  readonly sources?: readonly Network[];
  readonly hours?: WeekHours;
}

/** What a reason must hold. */
export interface TicketPattern {
  /** As the file writes it: for sentences only. */
  readonly pattern: string;
  /** Whether a reason holds a match. Takes time in proportion to the length of the reason, whatever the pattern. */
  readonly matches: (reason: string) => boolean;
}

/** What a rule that lets somebody in sets. */
export interface Limits {
  /** Longest time of one grant. Left out: the machine's JIT policy alone sets it. */
  readonly longest?: Seconds;
  /** The source must lie inside one of these. Left out: the JIT policy alone limits it. */
  readonly sources?: readonly Network[];
  readonly reasonRequired: boolean;
  /** Implies that a reason is required. */
  readonly ticket?: TicketPattern;
}

/** Who must agree, and how long one waits for them. */
export interface ApprovalTerms {
  readonly approvers: readonly [ApproverParty, ...ApproverParty[]];
  /** How many distinct people must approve: 1 or more. */
  readonly quorum: number;
  /** Name of the approvals channel; `''` is the one set without a name. */
  readonly channel: string;
  /** After this long without a decision the request lapses. */
  readonly wait: Seconds;
  /** First reminder after this long, later ones after ever longer gaps. Left out: none. */
  readonly remind?: Seconds;
  readonly escalate?: Escalation;
}

/** Who is asked as well when nobody decides: from then on they may decide, too. */
export interface Escalation {
  readonly after: Seconds;
  readonly to: readonly [ApproverParty, ...ApproverParty[]];
  /** The channel that gets a card of its own; left out: a notice in the channel of the rule. */
  readonly channel?: string;
}

interface AnyRule {
  /** Unique in the file. */
  readonly name: string;
  readonly when: When;
  /** Why the rule is as it is, for those who meet it. */
  readonly because?: string;
}

export interface RefusingRule extends AnyRule {
  readonly decision: 'refused';
}
export interface AutomaticRule extends AnyRule {
  readonly decision: 'automatic';
  readonly limits: Limits;
}
export interface ApprovalRule extends AnyRule {
  readonly decision: 'approval';
  readonly limits: Limits;
  readonly approval: ApprovalTerms;
  /** Left out: nobody can break glass. `longest` is the longest time of such a grant. */
  readonly breakGlass?: { readonly longest?: Seconds };
  /** The longest window an approver may allow somebody in advance. Left out: none can be allowed. */
  readonly preApproval?: Seconds;
}
export type Rule = RefusingRule | AutomaticRule | ApprovalRule;

/** People who take turns, a week each, in the order of the list. A person may stand in it more than once. */
export interface Rotation {
  readonly kind: 'rotation';
  readonly people: readonly [NamedPerson, ...NamedPerson[]];
  /** The day on which the first of the list begins: its midnight on the calendar of the zone, as if that were UTC. */
  readonly starts: Instant;
  /** When duty passes on, every week. `minute`: since midnight on the wall clock, 0 to 1439. */
  readonly handOver: { readonly day: Weekday; readonly minute: number };
  /** IANA zone. */
  readonly timeZone: string;
}

/** Who is called, and when the on-call channel gets its daily summary. */
export interface OnCall {
  readonly duty:
    | { readonly kind: 'always'; readonly people: readonly [NamedPerson, ...NamedPerson[]] }
    | Rotation;
  /** Every day at this minute since midnight (0 to 1439) on wall clocks in the IANA zone. Left out: none. */
  readonly summary?: { readonly minute: number; readonly timeZone: string };
}

/**
 * The policy. Order: a refusing rule that matches always wins, wherever it stands; of the other rules the first that
 * matches decides; where none matches, the answer is no.
 */
export interface AccessPolicy {
  /** Names for people, as used in chat (`allow bob …`); ids in lower case. */
  readonly people: readonly NamedPerson[];
  readonly groups: readonly NamedGroup[];
  readonly networks: readonly Network[];
  readonly rules: readonly Rule[];
  /** Decides nothing: it says who is told. Left out: nobody in particular. */
  readonly onCall?: OnCall;
  /** Who administers the bot, besides those whom its settings name. Left out: nobody. Decides nothing about requests. */
  readonly admins?: readonly RequesterParty[];
}

/** What can be asked now: the policy, or why there is none. Without one every request is refused. */
export type PolicyInForce =
  | { readonly kind: 'in-force'; readonly policy: AccessPolicy; readonly fingerprint: string }
  | { readonly kind: 'none'; readonly why: 'missing' | 'unreadable' };
