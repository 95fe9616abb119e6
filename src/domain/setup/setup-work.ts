// What a change of the setup owes next, read off its state, and when to look again.
import type { Instant, Seconds } from '../time.ts';
import type { SetupChange, SetupRunning } from './setup-change.ts';
import { setupViewOf } from './setup-view.ts';

export type SetupWork =
  | { readonly kind: 'lapse' }
  /** Write the target at this place. */
  | { readonly kind: 'write'; readonly at: number }
  /** Look whether JIT's Deny rules of the targets at these places are as they should be. */
  | { readonly kind: 'look'; readonly at: readonly number[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'show-card' }
  /** Tell the conversation that it ended. */
  | { readonly kind: 'tell' };

export interface SetupPace {
  /** Looked at together: each is a few reads. */
  readonly looksAtOnce: number;
}

/**
 * @param mayShow whether the card may be redrawn now; a change of many machines moves faster than anybody reads
 * @returns what is due, the most important only; without work, when to look again (`undefined`: never)
 */
export function setupWork(
  change: SetupChange,
  now: Instant,
  { looksAtOnce }: SetupPace,
  mayShow: boolean,
): { readonly work?: SetupWork; readonly wakeAt?: Instant } {
  const show = showDue(change, now);
  switch (change.state) {
    case 'draft':
      if (now >= change.expiresAt) return { work: { kind: 'lapse' } };
      return show === true
        ? { work: { kind: 'show-card' } }
        : { wakeAt: Math.min(show ?? change.expiresAt, change.expiresAt) };
    case 'dropped':
      return show === true ? { work: { kind: 'show-card' } } : optional(show);
    case 'ended':
      if (show === true) return { work: { kind: 'show-card' } };
      if (change.told) return optional(show);
      // A post that did not work is put off together with the card.
      return now >= (change.card.quietUntil ?? 0)
        ? { work: { kind: 'tell' } }
        : optional(change.card.quietUntil);
    case 'running': {
      if (show === true && mayShow) return { work: { kind: 'show-card' } };
      const work = stepWork(change, now, looksAtOnce);
      if (work !== undefined) return { work };
      if (show === true) return { work: { kind: 'show-card' } };
      return optional(earliest([show, ...change.steps.map((_, at) => nextTime(change, at))]));
    }
  }
}

function stepWork(change: SetupRunning, now: Instant, looksAtOnce: number): SetupWork | undefined {
  if (change.steps.every(({ stage }) => stage === 'done')) return { kind: 'end' };
  // What is written already is looked at before the next is written: people wait for its proof.
  const looks = change.steps.flatMap((step, at) =>
    step.stage === 'proving' && now >= step.lookAt && allWritten(change, at) ? [at] : [],
  );
  if (looks.length > 0) return { kind: 'look', at: looks.slice(0, looksAtOnce) };
  const at = change.steps.findIndex(
    (step) => step.stage === 'waiting' || (step.stage === 'writing' && now >= step.notBefore),
  );
  return at < 0 ? undefined : { kind: 'write', at };
}

/** A machine can be taken out of several policies: only then is there something to prove. */
function allWritten({ plan, steps }: SetupRunning, at: number): boolean {
  if (plan.kind === 'defender') return true;
  const id = plan.targets[at]?.machine.id;
  return plan.targets.every(
    ({ machine }, place) => machine.id !== id || !['waiting', 'writing'].includes(steps[place]?.stage ?? ''),
  );
}

function nextTime(change: SetupRunning, at: number): Instant | undefined {
  const step = change.steps[at];
  switch (step?.stage) {
    case undefined:
    case 'waiting':
    case 'done':
      return undefined;
    case 'writing':
      return step.notBefore;
    case 'proving':
      return allWritten(change, at) ? step.lookAt : undefined;
  }
}

/** True: the card shows something else than it should. A time: it will have to be redrawn then. */
function showDue(change: SetupChange, now: Instant): true | Instant | undefined {
  const { shown, quietUntil = 0 } = change.card;
  if (shown === setupViewOf(change)) return undefined;
  return now >= quietUntil ? true : quietUntil;
}

const optional = (wakeAt: Instant | undefined) => (wakeAt === undefined ? {} : { wakeAt });

const earliest = (times: readonly (Instant | undefined)[]): Instant | undefined => {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
};

/** How long JIT's Deny rule may take to come, or to go, before that is said. */
export const proveSeconds: Seconds = 180;

/** Pause before the next look for it: the longer it has not come, the longer, for others wait to be written meanwhile. */
export const lookAfter = (age: Seconds): Seconds => Math.min(20, Math.max(3, age / 5));
