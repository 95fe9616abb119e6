// What the broker needs of the database, in our words. Implemented in src/ledger.
import type { AccessRequest } from '../domain/access-request.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Instant } from '../domain/time.ts';

/** What a conversation can be used for. */
export type ChannelPurpose = 'on-call';

/** The books. Every method is one transaction; each throws Fault `unavailable` when the database cannot be reached. */
export interface Ledger {
  /**
   * Records a new request (version 1) with its audit entries and takes its lease for this process.
   * Idempotent by `origin`: a message delivered twice finds the request made the first time.
   */
  create(
    request: AccessRequest,
    entries: readonly AuditEntry[],
    wakeAt: Instant,
  ): Promise<{ readonly created: boolean; readonly request: AccessRequest }>;

  /** `undefined`: there is no such request. */
  load(id: string): Promise<AccessRequest | undefined>;

  /**
   * Compare-and-set: saves `request` if the stored version is still `request.version`, adds the entries,
   * and returns it with the next version; `'conflict'` (and nothing written) when somebody was faster.
   * With `wakeAt`, a durable job to settle the request then is part of the same transaction.
   * With `releaseLease`, this process' lease ends in the same statement: nothing can slip in between. Then no
   * `wakeAt` means that no wake-up is needed any more.
   */
  save(
    request: AccessRequest,
    entries: readonly AuditEntry[],
    wakeAt?: Instant,
    releaseLease?: boolean,
  ): Promise<AccessRequest | 'conflict'>;

  /**
   * Takes or renews the right to settle this request for this process, for `leaseSeconds` of the ledger,
   * together with a durable job that looks again when the lease would have run out.
   */
  lease(
    id: string,
    now: Instant,
  ): Promise<
    | { readonly kind: 'leased'; readonly request: AccessRequest }
    | { readonly kind: 'busy'; readonly until: Instant }
    | { readonly kind: 'missing' }
  >;

  /**
   * Gives the lease back and, with `wakeAt`, leaves a durable job to settle again then (without: none is needed).
   * Only if the stored version is still `request.version`; otherwise nothing changes and the answer is `false`:
   * somebody moved the request meanwhile, and what it owes now has to be read again.
   */
  release(request: AccessRequest, wakeAt: Instant | undefined): Promise<boolean>;

  /** Ids whose wake-up time has passed and that nobody is settling: what a lost job or a crash left behind. */
  overlooked(now: Instant, limit: number): Promise<readonly string[]>;

  /** A person's requests that have not ended, newest first. */
  currentOf(personId: string, limit: number): Promise<readonly AccessRequest[]>;

  /** Conversation id used for a purpose, if one is set. */
  channel(purpose: ChannelPurpose): Promise<string | undefined>;
  /** Sets (or with `undefined` unsets) it, with the audit entry. @returns what it was before. */
  setChannel(
    purpose: ChannelPurpose,
    conversationId: string | undefined,
    entry: AuditEntry,
  ): Promise<string | undefined>;

  /** Records something that belongs to no request (a refused admin command, a forged click). */
  note(entry: AuditEntry): Promise<void>;

  /** Plain JSON of a conversation reference, as src/teams made it. */
  rememberConversation(conversationId: string, reference: unknown): Promise<void>;
  recallConversation(conversationId: string): Promise<unknown | undefined>;

  /** Answers when the database does. @throws Fault */
  ping(): Promise<void>;
}

/** Durable alarm clock: calls back with request ids whose time has come. */
export interface WakeUps {
  /** Starts calling `settle` for due requests. A rejected call is tried again later. */
  start(settle: (requestId: string) => Promise<void>): Promise<void>;
  /** Stops calling, and waits for calls under way. */
  stop(): Promise<void>;
}
