// Where somebody connects from, as far as it was found out, and how.
import type { Instant } from './time.ts';

/** An address that somebody confirmed to be theirs on the address page. */
export interface ConfirmedAddress {
  /** IPv4 address. */
  readonly address: string;
  readonly at: Instant;
}

/** What a form knows of its requester's address. */
export interface LearnedAddress extends ConfirmedAddress {
  /** `page`: confirmed for this form; `earlier`: confirmed for an earlier one, and only offered. */
  readonly how: 'page' | 'earlier';
  /** The one confirmed before, where it was another. */
  readonly before?: ConfirmedAddress;
}
