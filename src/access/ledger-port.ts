// What the broker needs of the database, in our words. Implemented in src/ledger.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Allowance } from '../domain/allowance.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { ChannelPurpose } from '../domain/channel-purpose.ts';
import type { Turns } from '../domain/daily-summary.ts';
import type { ConfirmedAddress } from '../domain/learned-address.ts';
import type { Instant, Seconds } from '../domain/time.ts';

/** A conversation that is used for a purpose. */
export interface Channel {
  readonly conversationId: string;
  /** Entra object id of the group behind the team the channel is in. Left out: it is in no team, or not known. */
  readonly teamGroupId?: string;
}

/** An entry of the audit trail as it was stored. */
export interface AuditRow {
  /** Grows with each entry; unique. */
  readonly seq: number;
  readonly at: Instant;
  readonly actor: string;
  readonly kind: string;
  readonly rule?: string;
  readonly requestId?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  /** Who made the request it belongs to, by the name they had then. */
  readonly requesterName?: string;
}

/** What a history is asked of. `machineId`: ARM id, lower case. `personId`: Entra object id, lower case. */
export type HistorySubject = { readonly machineId: string } | { readonly personId: string };

/**
 * The books. Every method is one transaction; each throws Fault `unavailable` when the database cannot be reached.
 * An entry that names no `rule` is stored with the rule that its request stands on after the move, if it has one.
 */
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

  /**
   * Records a request that begins from another, in one transaction with what that becomes: `from` is saved by
   * compare-and-set as `save` does, and keeps its wake-up. Both, or neither: `'conflict'` when somebody moved the other
   * one first. Idempotent by the new request's `origin`: when that is taken, `request` is the one made the first time,
   * and `from` is as it is stored, not moved (`created` is false). The new request's lease is this process'.
   */
  createFrom(
    from: { readonly request: AccessRequest; readonly entries: readonly AuditEntry[] },
    request: AccessRequest,
    entries: readonly AuditEntry[],
    wakeAt: Instant,
  ): Promise<
    { readonly created: boolean; readonly from: AccessRequest; readonly request: AccessRequest } | 'conflict'
  >;

  /** `undefined`: there is no such request. */
  load(id: string): Promise<AccessRequest | undefined>;

  /**
   * Compare-and-set: saves `request` if the stored version is still `request.version`, adds the entries,
   * and returns it with the next version; `'conflict'` (and nothing written) when somebody was faster.
   * With `wakeAt`, it is settled then, whatever becomes of this process: the moment is part of the same statement.
   * With `releaseLease`, this process' lease ends in the same statement: nothing can slip in between. Then no
   * `wakeAt` means that no wake-up is needed any more.
   */
  save(
    request: AccessRequest,
    entries: readonly AuditEntry[],
    wakeAt?: Instant,
    releaseLease?: boolean,
  ): Promise<AccessRequest | 'conflict'>;

  /** How long a lease lasts that is not renewed. */
  readonly leaseSeconds: Seconds;

  /**
   * Takes or renews the right to settle this request for this process, for `leaseSeconds`,
   * and leaves a job that looks again when the lease would have run out.
   */
  lease(
    id: string,
    now: Instant,
  ): Promise<
    | { readonly kind: 'leased'; readonly request: AccessRequest }
    | { readonly kind: 'busy'; readonly until: Instant }
    | { readonly kind: 'missing' }
  >;

  /** Makes this process' lease last for `leaseSeconds` from `now`. `false`: it was given back, or somebody else has it. */
  renew(id: string, now: Instant): Promise<boolean>;

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

  /**
   * Requests that have a port open, are about to, or are to shut it (approved, opening, open, closing), newest first.
   * @param machineId ARM id, lower case; left out: of all machines
   */
  grants(machineId: string | undefined, limit: number): Promise<readonly AccessRequest[]>;

  /** The same of the machines of one subscription. @param subscriptionId lower case */
  grantsIn(subscriptionId: string, limit: number): Promise<readonly AccessRequest[]>;

  /**
   * Which requests have a port to look at (opening, open, closing), in no order. What is in another state by now is not among
   * them. @param since only those saved then or later, by the clock of who saved them (what was made and never saved since: when it
   *   was asked for); left out: all
   */
  watchable(
    since: Instant | undefined,
  ): Promise<readonly { readonly id: string; readonly version: number }[]>;

  /** These requests, in no order; those that there are not are left out. */
  loadAll(ids: readonly string[]): Promise<readonly AccessRequest[]>;

  /**
   * Ids of requests that people still have to look at, the one asked first first: they wait for approvers, or glass was
   * broken and nobody has reviewed it.
   */
  undecided(limit: number): Promise<readonly string[]>;

  /** Where a purpose is served, if a channel is set for it. */
  channel(purpose: ChannelPurpose): Promise<Channel | undefined>;
  /** All purposes that a channel is set for. */
  purposesServed(): Promise<ReadonlySet<string>>;
  /** Sets (or with `undefined` unsets) it, with the audit entry. @returns what it was before. */
  setChannel(
    purpose: ChannelPurpose,
    channel: Channel | undefined,
    entry: AuditEntry,
  ): Promise<Channel | undefined>;

  /** Records an approver's yes in advance, with the audit entry. Idempotent by `allowance.id`. */
  allow(allowance: Allowance, entry: AuditEntry): Promise<void>;
  /** What a person was allowed in advance in windows that `at` lies in, the earliest window first. */
  allowancesFor(personId: string, at: Instant): Promise<readonly Allowance[]>;

  /**
   * Records something that moves no request (a refused admin command, a forged click). With `requestId` it belongs to
   * that request; if there is no such request it is recorded all the same, without it.
   */
  note(entry: AuditEntry, requestId?: string): Promise<void>;

  /**
   * Audit entries, newest first. Of a machine: those of requests that named it last (in a form, or in what was sent), and
   * every other whose `facts.machineId` it is. Of a person: those of requests they made, and those they acted in.
   */
  history(about: HistorySubject, limit: number): Promise<readonly AuditRow[]>;

  /** How many grants came and went from one moment until before another, by the trail. */
  turns(from: Instant, until: Instant): Promise<Turns>;

  /** Whether something that is said only once has been. */
  announced(key: string): Promise<boolean>;
  /** Remembers that it was said. The entry is written the first time only. */
  announce(key: string, entry: AuditEntry): Promise<void>;

  /** The address that a person confirmed last. */
  confirmedAddress(personId: string): Promise<ConfirmedAddress | undefined>;
  /** Remembers it in place of the one before, with the audit entry; one that was confirmed later stays. */
  confirmAddress(personId: string, confirmed: ConfirmedAddress, entry: AuditEntry): Promise<void>;

  /** Where the bot can write to a person alone; `undefined`: they never wrote to it there. */
  personalChat(personId: string): Promise<string | undefined>;
  rememberPersonalChat(personId: string, conversationId: string): Promise<void>;

  /** A secret of 32 bytes for signing, the same in every process on these books; made when first asked for. */
  key(purpose: 'links'): Promise<Uint8Array>;

  /**
   * Takes the right to do a piece of work that one process at a time does. True for who holds it already, too; after
   * `seconds` of the ledger it is free for others.
   */
  claim(key: string, now: Instant, seconds: Seconds): Promise<boolean>;
  /** Gives a claim of this process back; another's stays. */
  unclaim(key: string): Promise<void>;

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
  /** Whether requests are waiting to be settled, or soon will be. */
  crowded(): boolean;
  /** How this process keeps up. */
  health(): WakeUpHealth;
  /** Stops calling, and waits for calls under way. */
  stop(): Promise<void>;
}

export interface WakeUpHealth {
  /** Requests that were found due and have no place yet. */
  readonly waiting: number;
  /** Requests that are being settled. */
  readonly settling: number;
  /** When the last sweep for overlooked requests ended well; `undefined`: none has yet. */
  readonly sweptAt: Instant | undefined;
}
