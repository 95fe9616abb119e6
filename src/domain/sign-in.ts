// That a request waits for its requester's own sign-in, because Azure is to be asked in their name.
import type { Instant } from './time.ts';

export interface SignIn {
  readonly askedAt: Instant;
  /** Nobody signed in until then: the request fails. */
  readonly until: Instant;
  /** When to ask again whether they did, should nobody tell. */
  readonly lookAt: Instant;
}
