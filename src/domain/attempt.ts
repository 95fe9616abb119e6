// Asking Azure: each call of `initiate`, and why there was no grant in the end.
import type { Instant } from './time.ts';

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

/** Why a request ended without a grant. `message` is a sentence of ours, safe for chat. */
export interface Failure {
  readonly code:
    | 'azure-refused'
    /** Azure said "not a subset of policy"; `message` says which of port, time and source it was. */
    | 'outside-jit-policy'
    | 'right-missing'
    /** Azure was asked in the requester's name, and they lack the right. */
    | 'own-right-missing'
    /** Azure was to be asked in the requester's name, and they did not sign in. */
    | 'not-signed-in'
    | 'azure-unavailable'
    /** It was let in, had to wait before Azure could be asked, and would not be let in by the policies of then. */
    | 'not-allowed-any-more'
    | 'time-passed';
  readonly message: string;
  /** A source prefix of the JIT policy that Azure may take in place of the one asked for. */
  readonly offer?: string;
}
