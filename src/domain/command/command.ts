// What a sentence means: the result of parsing, before anybody looks at a machine or a policy.
import type { ChannelPurpose } from '../channel-purpose.ts';
import type { Seconds } from '../time.ts';

/** How long, as typed: a span, or a wall-clock time in the speaker's own zone. */
export type WishedTime =
  | { readonly kind: 'for'; readonly seconds: Seconds }
  | { readonly kind: 'until'; readonly hour: number; readonly minute: number };

/** What somebody asked for, as far as they said it. Nothing here is checked against Azure. */
export interface Wish {
  /** The machine's name as typed. */
  readonly machine?: string;
  /** Candidate ports in order of preference: `rdp` → [3389], `winrm` → [5985, 5986], a number → itself. */
  readonly ports?: readonly number[];
  readonly time?: WishedTime;
  /** The source as typed (`203.0.113.7`, `203.0.113.0/24`, also nonsense, to be refused with a sentence later). */
  readonly source?: string;
  /** Everything after `because`, as typed. */
  readonly reason?: string;
  /** They break glass: at once and without approval, where a rule allows it. */
  readonly breakGlass?: true;
}

/** The commands of which it is said how to write them. */
export type UsageOf =
  | 'why'
  | 'break-glass'
  | 'allow'
  | 'history'
  | 'status'
  | 'done'
  | 'extend'
  | 'who'
  | SetupCommand['kind'];

/** What only admins may ask for: how JIT is set up, and what is open beside it. */
export type SetupCommand =
  /** A subscription's name or id, as typed; left out: all of them. */
  | { readonly kind: 'jit-status'; readonly subscription?: string }
  | { readonly kind: 'defender-on'; readonly subscription: string }
  /**
   * `machine`: a name, or a pattern with `*`, as typed, also with its group and subscription in front
   * (`domain/machine-pattern.ts`). The rest as far as it was said; sources as typed, `unknown` as of a request.
   */
  | {
      readonly kind: 'enable-jit';
      readonly machine: string;
      readonly ports?: readonly number[];
      readonly longest?: Seconds;
      readonly sources?: readonly string[];
      readonly unknown: readonly string[];
    }
  | { readonly kind: 'configure-jit'; readonly machine: string }
  | { readonly kind: 'disable-jit'; readonly machine: string }
  /** `of`: a machine, a subscription or a pattern, as typed; left out: everything. */
  | { readonly kind: 'audit-ports'; readonly of?: string }
  /** `finding`: its number. `until`: as typed and not looked at: a calendar day (`2026-12-31`), or a time (`30 days`). */
  | {
      readonly kind: 'acknowledge';
      readonly finding: number;
      readonly until?: string;
      readonly reason?: string;
    };

/** A parsed sentence. `unknown` are words that were not understood, as typed, in order. */
export type Command =
  /** With `wish.breakGlass`: at once and without approval. */
  | { readonly kind: 'request'; readonly wish: Wish; readonly unknown: readonly string[] }
  /** What the access policy would say to such a request. */
  | { readonly kind: 'why'; readonly wish: Wish; readonly unknown: readonly string[] }
  /** An approver's yes in advance. `person`: a name as typed, or `@2` for the second person mentioned. */
  | {
      readonly kind: 'allow';
      readonly person: string;
      readonly wish: Wish;
      readonly unknown: readonly string[];
    }
  /** What the audit trail has on a machine or a person: a name as typed, or `@1`. */
  | { readonly kind: 'history'; readonly about: string }
  | { readonly kind: 'help' }
  /** The first words are a command's, and the rest makes no sense of it. */
  | { readonly kind: 'usage'; readonly of: UsageOf }
  | { readonly kind: 'my-access' }
  | { readonly kind: 'cancel' }
  /** What is true of a machine's ports: for everybody, and for a source, as typed. */
  | { readonly kind: 'status'; readonly machine: string; readonly source?: string }
  /** Who has access now: to one machine, or (for admins) to any. */
  | { readonly kind: 'who'; readonly machine?: string }
  /** They are done before the end: with what they have, on this machine, on one of these ports. */
  | { readonly kind: 'done'; readonly machine?: string; readonly ports?: readonly number[] }
  /** More time for what they have, by so many seconds. */
  | {
      readonly kind: 'extend';
      readonly machine?: string;
      readonly ports?: readonly number[];
      readonly seconds?: Seconds;
    }
  | SetupCommand
  | { readonly kind: 'use-channel'; readonly purpose: ChannelPurpose }
  /** `anywhere`: the channel is named, and need not be the one in which it is said. */
  | { readonly kind: 'unset-channel'; readonly purpose: ChannelPurpose; readonly anywhere?: true }
  | { readonly kind: 'not-understood'; readonly unknown: readonly string[] };
