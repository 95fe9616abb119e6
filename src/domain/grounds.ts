// Why somebody may have what they asked for: which rule of the access policy, and who agreed.
import type { Person } from './person.ts';
import type { ApproverParty } from './policy/access-policy.ts';
import type { Instant, Seconds } from './time.ts';

/** Who is asked and for how long: the rule's terms as they were when the request was sent, for showing and reminding. */
export interface Asking {
  /** Name of the approvals channel; `''` is the one without a name. */
  readonly channel: string;
  readonly approvers: readonly [ApproverParty, ...ApproverParty[]];
  readonly quorum: number;
  readonly since: Instant;
  /** Without a decision by then the request lapses. */
  readonly lapsesAt: Instant;
  /** Gap before the first reminder; later gaps grow. Missing: none. */
  readonly remind?: Seconds;
  readonly escalate?: {
    readonly at: Instant;
    readonly to: readonly [ApproverParty, ...ApproverParty[]];
    /** Missing: a notice in `channel`. */
    readonly channel?: string;
  };
}

/** One person's yes. */
export interface Approval {
  readonly by: Person;
  readonly at: Instant;
  /** They approved for less: the grant may last this long at most. */
  readonly seconds?: Seconds;
}

/** By a rule that needs approval. `approvals` has distinct people, in the order in which they approved. */
export interface ApprovalGrounds {
  readonly kind: 'approval';
  readonly rule: string;
  readonly asking: Asking;
  readonly approvals: readonly Approval[];
  /** The access policy changed meanwhile, and this rule of it asks nobody. */
  readonly waivedBy?: string;
}

/** The requester broke glass. Somebody else must acknowledge it. */
export interface BreakGlassGrounds {
  readonly kind: 'break-glass';
  readonly rule: string;
  readonly channel: string;
  readonly reviewers: readonly [ApproverParty, ...ApproverParty[]];
  readonly since: Instant;
  readonly review?: { readonly by: Person; readonly at: Instant; readonly note: string };
}

export type Grounds =
  /** From before there was an access policy: the machine's JIT policy allowed it. */
  | { readonly kind: 'jit-policy' }
  | { readonly kind: 'automatic'; readonly rule: string }
  | ApprovalGrounds
  | BreakGlassGrounds
  /** Approvers had allowed it in advance, in a window that ends at `until`. */
  | {
      readonly kind: 'pre-approval';
      readonly rule: string;
      readonly by: readonly Person[];
      readonly until: Instant;
    };

/** The rule of the access policy a request stands on. */
export const ruleOf = (grounds: Grounds): string | undefined =>
  grounds.kind === 'jit-policy' ? undefined : grounds.rule;
