// The end of a grant before its time: somebody is done with it, or its rule was taken away.
import type { Person } from './person.ts';
import type { Instant } from './time.ts';

/** Somebody said that they are done, before the end. */
export interface Done {
  readonly at: Instant;
  readonly by: Person;
  /** Why the port stays open until its end all the same. Left out: its rule is being deleted. */
  readonly kept?: Kept;
  /** Names of JIT's rules for it that were deleted so far. */
  readonly deleted?: readonly string[];
}

export type Kept =
  /** The bot is not set to delete rules, so Azure closes at the end. */
  | { readonly why: 'not-set' }
  /** Another grant for the same source needs the rule until then. */
  | { readonly why: 'shared'; readonly until: Instant }
  /** The rule could not be deleted; `message` is a sentence of ours. */
  | { readonly why: 'fault'; readonly message: string };

/** A grant that did not last until its end, which would have been `endsAt`. */
export type Early = { readonly endsAt: Instant } & (
  | { readonly why: 'done'; readonly by: Person }
  /** Its rule was taken away by something or somebody other than the bot. */
  | { readonly why: 'gone' }
);
