// What watching for drift needs of the database. Implemented in src/ledger.
import type { AuditEntry } from '../../domain/audit.ts';
import type { Finding } from '../../domain/drift/finding.ts';
import type { Acknowledgement, KnownFinding } from '../../domain/drift/known-finding.ts';
import type { Machine } from '../../domain/machine.ts';
import type { Instant } from '../../domain/time.ts';

/** What was looked at: all of a subscription, or who gets in to one machine. */
export type Scope =
  | { readonly kind: 'subscription'; readonly subscription: Machine['subscription'] }
  /** Only findings of the kind `open`. `machineId`: ARM id, lower case. */
  | { readonly kind: 'machine'; readonly machineId: string };

/** How it stands with looking at a subscription. */
export interface LookedAt {
  readonly subscription: Machine['subscription'];
  /** When the last look began that ended well; left out: none did. */
  readonly readAt?: Instant;
  readonly triedAt: Instant;
  /** Why the last one did not end well: a sentence. Left out: it did. */
  readonly problem?: string;
}

/** Findings. Every method is one transaction; each throws Fault `unavailable` when the database is away. */
export interface FindingsBook {
  /**
   * Takes note of a look, with an audit entry for each finding that is new, back or gone. What the look does not have is
   * gone, unless somebody saw it later. Recorded again it changes nothing.
   * @param at when the look began
   */
  record(
    scope: Scope,
    seen: readonly Finding[],
    at: Instant,
  ): Promise<{ readonly found: number; readonly gone: number }>;
  /** Takes note of a look at a subscription that did not end well: its findings stay as they are. */
  unread(subscription: Machine['subscription'], at: Instant, problem: string): Promise<void>;
  /** All subscriptions that somebody looked at, or tried to. */
  looks(): Promise<readonly LookedAt[]>;
  /** Everything that is there, by number. */
  current(): Promise<readonly KnownFinding[]>;
  /**
   * What admins may have to be told of, by number: of what is there, all that they were not told of since it came, and all
   * that is or was acknowledged.
   */
  untold(): Promise<readonly KnownFinding[]>;
  /** Also what is gone. */
  byNumber(number: number): Promise<KnownFinding | undefined>;
  /** Whether admins were told of any finding yet. */
  toldEver(): Promise<boolean>;
  /** Remembers that admins were told. */
  told(numbers: readonly number[], at: Instant, entry: AuditEntry): Promise<void>;
  /**
   * Compare-and-set by `known.acknowledgements`: gives an acknowledgement, in place of the one before, or takes it back.
   * @returns `conflict`: somebody was faster, or it is gone; nothing is written
   */
  acknowledge(
    known: Pick<KnownFinding, 'number' | 'acknowledgements'>,
    acknowledgement: Acknowledgement | undefined,
    entry: AuditEntry,
  ): Promise<KnownFinding | 'conflict'>;
}
