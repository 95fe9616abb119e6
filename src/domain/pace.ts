// How often the bot looks, how long it waits, when it repeats itself: settings of the domain, all in seconds, fractions allowed.
import type { Instant, Seconds } from './time.ts';

export interface Pace {
  /** How long after Azure was asked the rule may take to appear before on-call is told. */
  readonly openTimeout: Seconds;
  /** How long after the end the rule may take to go before the request is overdue. */
  readonly closeGrace: Seconds;
  /** Between two looks of a request's own while something is not sure yet: a doubt, a loss, a rule that may still come. */
  readonly look: Seconds;
  /** Between two looks of its own at what is lost. */
  readonly lookLate: Seconds;
  /** Between two looks of its own at a port that is to open or to shut: a net under the watch, which looks much more often. */
  readonly net: Seconds;
  /** How long an initiate without an answer may still be on its way; not listed after that means it never arrived. */
  readonly doubt: Seconds;
  /** How long a clicked card is left to show the click's own answer. */
  readonly answer: Seconds;
  /** How long before the end of a grant its requester is warned; short ones are warned later. */
  readonly warn: Seconds;
  /** Between two rounds of the watch over all ports that are open. */
  readonly watch: Seconds;
  /** How long a port must be seen not open any more before that is believed. */
  readonly lost: Seconds;
  /** How long a form can be sent. */
  readonly draftLife: Seconds;
  /** How long the requester's own sign-in is waited for, where Azure is to be asked in their name. */
  readonly signIn: Seconds;
}

/** The defaults; `openTimeout`, `closeGrace`, `warn` and `watch` are settings of the product. */
export const defaultPace: Pace = {
  openTimeout: 180,
  closeGrace: 300,
  look: 2,
  lookLate: 15,
  net: 30,
  doubt: 30,
  answer: 1.5,
  warn: 600,
  watch: 60,
  lost: 10,
  draftLife: 24 * 3600,
  signIn: 900,
};

/** Of a port that is to open or to shut, by how long that has been awaited. */
const expectedLooks: readonly (readonly [below: Seconds, every: Seconds])[] = [
  [60, 1],
  [300, 2],
  [3600, 5],
  [86_400, 15],
];

/** How long the watch waits between two looks at a port that should have opened, or shut, `waited` seconds ago. */
export const lookEvery = (waited: Seconds): Seconds =>
  expectedLooks.find(([below]) => waited < below)?.[1] ?? 60;

/** Azure's own time to take a rule away after its end, generously. */
const goneBy: Seconds = 10;

/** After so many rounds of the watch without a word, an open request looks by itself. */
const roundsMissed = 30;

/**
 * When an open request looks by itself. The watch looks in every round, and has it look as soon as something differs: this is the
 * net for when nobody watches. Where it extends another grant, also soon after that one's end: what Azure
 * does to a rule that two grants share is not known.
 */
export function nextWatch(
  { extends: before }: { readonly extends?: { readonly endsAt: Instant } },
  now: Instant,
  pace: Pace,
): Instant {
  const regular = now + pace.watch * roundsMissed * 1000;
  const afterFirstEnd = (before?.endsAt ?? 0) + goneBy * 1000;
  return afterFirstEnd > now ? Math.min(regular, afterFirstEnd) : regular;
}

const overdueGaps: readonly Seconds[] = [0, 600, 1800, 3600, 7200, 14400, 28800];

/**
 * How many overdue notices are due `late` seconds after the grace ran out, and when (in the same count) the next is.
 * Gaps grow from ten minutes to a day and then stay daily: never silent, never a flood.
 */
export const overdueNotices = (late: Seconds): { readonly count: number; readonly next: Seconds } => {
  let at = 0;
  let count = 0;
  for (;;) {
    const gap = overdueGaps[count] ?? 86_400;
    if (at + gap > late) return { count, next: at + gap };
    at += gap;
    count += 1;
  }
};

/**
 * How many reminders of approvers are due `waited` seconds after they were asked, and when (in the same count) the next
 * is. The first comes after `first` seconds, and each gap is twice the one before, up to a day.
 */
export const reminders = (
  waited: Seconds,
  first: Seconds,
): { readonly count: number; readonly next: Seconds } => {
  let gap = first;
  let next = first;
  let count = 0;
  while (next <= waited) {
    gap = Math.max(first, Math.min(gap * 2, 86_400));
    next += gap;
    count += 1;
  }
  return { count, next };
};

const daySeconds: Seconds = 86_400;

/** The same for a broken glass that nobody has reviewed: once a day. */
export const reviewNotices = (waited: Seconds): { readonly count: number; readonly next: Seconds } => {
  const count = Math.max(0, Math.floor(waited / daySeconds));
  return { count, next: (count + 1) * daySeconds };
};

/** For grants too short for the usual warning. */
const shortWarning: Seconds = 120;

/**
 * How long before its end a grant of so many seconds is warned of: the usual time, or two minutes, whichever leaves at
 * least as much before it. `undefined`: it is so short that "ready" said all there is to say.
 */
export const warningLead = (lasts: Seconds, pace: Pace): Seconds | undefined =>
  [pace.warn, shortWarning].sort((one, other) => other - one).find((lead) => lead * 2 <= lasts);

/** Seconds to wait before the `tries`-th repetition of something that failed: 2 s doubling up to 5 minutes. */
export const backOff = (tries: number): Seconds => Math.min(300, 2 ** Math.min(tries, 9));
