// What the daily summary tells on-call.
import type { AccessRequest } from './access-request.ts';
import type { Person } from './person.ts';
import type { Instant } from './time.ts';

/** How many grants came and went within some time. */
export interface Turns {
  /** Without those that took over from another grant. */
  readonly opened: number;
  /** Opened to take over from another grant. */
  readonly extended: number;
  /** Ended with the port seen shut. */
  readonly closed: number;
  /** Ended while something else still let the source in. */
  readonly stillOpen: number;
  /** Failed, or ended without ever having been seen open. */
  readonly unopened: number;
}

export interface DailySummary {
  /** The time that `turns` are of: from the summary before until this one was due. */
  readonly from: Instant;
  readonly until: Instant;
  /** IANA zone in which times are told. */
  readonly timeZone: string;
  readonly duty: { readonly people: readonly Person[]; readonly until?: Instant };
  readonly turns: Turns;
  /** Should be shut by now, and are not. */
  readonly overdue: readonly AccessRequest[];
  /** All others that have a port open, are about to, or are to shut it. */
  readonly grants: readonly AccessRequest[];
  /** For these glass was broken, and nobody else has acknowledged it. */
  readonly unreviewed: readonly AccessRequest[];
  /** There are more of them than were read. */
  readonly more: boolean;
}
