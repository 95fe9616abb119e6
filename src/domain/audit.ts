// What the audit trail records: who moved what, when and why.
import type { Instant } from './time.ts';

/** One append-only entry. `facts` are plain JSON for people and machines to read later. */
export interface AuditEntry {
  readonly at: Instant;
  /** Entra object id of the person who acted, or `bot` for what the bot did by itself. */
  readonly actor: string;
  /** What happened, in the past tense: `requested`, `refused`, `initiate-sent`, `opened`, `notice-posted` … */
  readonly kind: string;
  /** The rule of the access policy it rests on. Left out: the request's own rule, if it has one. */
  readonly rule?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
