// The terms of a request: which port of which machine, for which source, for how long and why.
import type { Machine, Protocol } from './machine.ts';
import type { Instant, Seconds } from './time.ts';

/** How long: a span that starts when the port opens, or a fixed end. */
export type GrantTime =
  | { readonly kind: 'for'; readonly seconds: Seconds }
  | { readonly kind: 'until'; readonly at: Instant };

/** What was agreed: nothing opens wider than this. */
export interface Terms {
  readonly machine: Omit<Machine, 'jitPorts' | 'tags' | 'system'>;
  readonly policyId: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Explicit IPv4 address or CIDR. */
  readonly source: string;
  /** When the address page saw the requester come from exactly this address. Left out: it was typed, or named. */
  readonly seenAt?: Instant;
  /** What the access policy called exactly this source when it was sent. */
  readonly network?: string;
  readonly time: GrantTime;
  /** As typed; may be empty. Data, never formatting. */
  readonly reason: string;
}
