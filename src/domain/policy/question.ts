// What the access policy is asked, and what it answers. What could not be found out is `undefined`, and never a yes.
import type { Refusal } from '../refusal.ts';
import type { Instant, Seconds } from '../time.ts';
import type { ApprovalRule, AutomaticRule, Rule } from './access-policy.ts';

/** `undefined`: it could not be found out. */
export type Known = boolean | undefined;

/** What is known of a person at this moment. A group or team that is not listed counts as not found out. */
export interface PersonFacts {
  /** Entra object id, lower case. */
  readonly id: string;
  /** By group object id (lower case): whether the person is in it, transitively. */
  readonly groups: ReadonlyMap<string, Known>;
  /** By name of an approvals channel (`''`: the one without a name): the person's place in its team. */
  readonly teams: ReadonlyMap<string, { readonly member: Known; readonly owner: Known }>;
}

/** What is known of a machine; parts left out could not be found out. */
export interface MachineFacts {
  readonly name: string;
  readonly resourceGroup?: string;
  /** Azure tells both; of a case or a command line one may not be known. */
  readonly subscription?: { readonly id?: string; readonly name?: string };
  readonly tags?: Readonly<Record<string, string>>;
}

/** A whole request, as the policy sees it. */
export interface Question {
  readonly requester: PersonFacts;
  readonly machine: MachineFacts;
  readonly port: number;
  /** IPv4 address or CIDR, already checked and in its one spelling. */
  readonly source: string;
  /** When it would open. */
  readonly startsAt: Instant;
  readonly seconds: Seconds;
  readonly reason: string;
  /** The requester breaks glass: no approval first, where the rule allows it. */
  readonly breakGlass: boolean;
}

/** How one rule looked at the question. For a rule that does not match, `because` is the first thing that does not. */
export interface RuleTrace {
  readonly rule: Rule;
  /** `partly`: it holds for a part of the sources or of the time only. */
  readonly matches: 'yes' | 'no' | 'partly' | 'unknown';
  readonly because?: 'machine' | 'port' | 'requester' | 'source' | 'hours';
}

/**
 * The answer. `rules` are the rules that decided, by name, the strictest first: more than one only where the request
 * spans sources or hours that fall under different rules.
 */
export type Verdict = { readonly trace: readonly RuleTrace[]; readonly rules: readonly string[] } & (
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | { readonly kind: 'automatic'; readonly rule: AutomaticRule }
  | { readonly kind: 'approval'; readonly rule: ApprovalRule }
  /** Allowed at once because the requester breaks glass and the rule lets them. */
  | { readonly kind: 'break-glass'; readonly rule: ApprovalRule }
);

/** A rule that could decide a request of which source, time and reason are not known yet. */
export interface Candidate {
  readonly rule: Rule;
  /** False: whether it matches depends on the source or the time, or could not be found out. */
  readonly certain: boolean;
  /** Something about who asks or the machine could not be found out: until it is, the rule refuses. */
  readonly unknown: boolean;
}
