// What a request keeps of its payments: cards that were posted, notices that were told, and what failed.
import type { Instant } from './time.ts';

/** A card in an approvals channel. It is redrawn whenever its view changes, also when nobody is asked any more. */
export interface DecisionCard {
  /** Name of the approvals channel; `''` is the one without a name. */
  readonly channel: string;
  /** Where it was posted. Missing: not yet, or nowhere (then `why` says so). */
  readonly at?: { readonly conversationId: string; readonly messageId: string };
  readonly shown?: string;
  /** Until then it is left alone, as `card.quietUntil`. */
  readonly quietUntil?: Instant;
  /** Why it could not be posted for good: the channel is gone. */
  readonly why?: string;
  /** The channel's name has moved to another conversation since; this card is kept true, but no longer asks. */
  readonly former?: true;
}

/** A notice's receipt. No `messageId`: there was nowhere to post it, and `why` says so. */
export interface Told {
  readonly at: Instant;
  readonly messageId?: string;
  readonly why?: string;
  /** It had buttons, and they were taken away since: what they offered is over. */
  readonly retired?: true;
}

/** A payment that failed: how often, why (safe for chat), and when to try again. */
export interface Setback {
  readonly tries: number;
  readonly notBefore: Instant;
  readonly message: string;
}
