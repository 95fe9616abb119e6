// Where somebody connects from, as far as it was found out, and how.
import type { Instant, Seconds } from './time.ts';

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

/** By then most people have another one. */
const oldAfter: Seconds = 30 * 86_400;

/** Whether an address was confirmed so long ago that it is only told, and not filled in. */
export const oldAddress = ({ at }: ConfirmedAddress, now: Instant): boolean => now - at > oldAfter * 1000;
