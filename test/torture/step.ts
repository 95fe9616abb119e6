// A named step of a life at which the bot is killed: where that is, how it is caught there, and what must come of it.
import type { Happening } from './happening.ts';
import type { StoryKind } from './stories.ts';
import type { DoomedWorld, Snare } from './world.ts';

export interface Step {
  readonly name: string;
  /** What goes by when the kill comes. */
  readonly caught: string;
  /** What must come of it, besides books in order. */
  readonly holds: string;
  /** How many notices may be said twice for it. */
  readonly twice: 0 | 1;
  readonly snare: (world?: DoomedWorld) => Snare;
}

/** Steps that one life passes in this order, each with a kill. */
export interface Chain {
  readonly name: string;
  readonly story: StoryKind;
  readonly steps: readonly Step[];
  /** For how long is asked, where its kills take longer than a minute to come by. */
  readonly time?: string;
  /** Only statements of a server can be caught. */
  readonly engine: 'either' | 'postgres';
  /** Caught while the bot starts for the first time, on an empty database. */
  readonly atFirstStart?: true;
}

/** What must come of most steps. */
export const nothingTwice = 'done once; nothing is said twice';
export const saidTwice = 'the notice is posted again, once: its record was cut off';

/** @param world left out while there is none yet */
type Matches = (happening: Happening, world?: DoomedWorld) => boolean;

/** `lost`: killed before it arrives, and it never does. `arrives`: it does, after the kill. `answered`: its answer is never heard. */
export type Fate = 'lost' | 'arrives' | 'answered';

export const fateWords: Readonly<Record<Fate, string>> = {
  lost: 'killed as it leaves, and it never arrives',
  arrives: 'killed as it leaves, and it arrives all the same',
  answered: 'killed when it has taken effect, before its answer is heard',
};

/** A step at a call or statement that matches. */
export function stepAt(
  name: string,
  what: string,
  fate: Fate,
  matches: Matches,
  more: Partial<Pick<Step, 'holds' | 'twice'>> = {},
): Step {
  const moment = fate === 'answered' ? 'after' : 'before';
  return {
    name: `${name}: ${fate}`,
    caught: `${what}; ${fateWords[fate]}`,
    holds: more.holds ?? nothingTwice,
    twice: more.twice ?? 0,
    snare: (world) => ({
      matches: (happening) => happening.moment === moment && matches(happening, world),
      arrives: fate === 'arrives',
      phase: `${name}: ${fate}`,
    }),
  };
}
