// By how long somebody wants to extend: what a button sent, or what they typed.
import { parseTime } from '../domain/duration.ts';
import { minimumSeconds } from '../domain/machine-ports.ts';
import type { Seconds } from '../domain/time.ts';

/** The longest that any JIT policy can allow. */
const longest: Seconds = 86_400;

export type ExtendTime =
  | { readonly ok: true; readonly seconds: Seconds }
  | {
      readonly ok: false;
      readonly why: 'missing' | 'not-understood' | 'too-short' | 'too-long';
      readonly limit?: Seconds;
    };

/** A time as people write it; so do the buttons. */
export function extendTime(typed: string): ExtendTime {
  if (typed.trim() === '') return { ok: false, why: 'missing' };
  const time = parseTime(typed);
  return time?.kind === 'for' ? boundedTime(time.seconds) : { ok: false, why: 'not-understood' };
}

/** Whether it makes sense at all; what may be had is judged later. */
export function boundedTime(seconds: Seconds): ExtendTime {
  if (seconds < minimumSeconds) return { ok: false, why: 'too-short', limit: minimumSeconds };
  if (seconds > longest) return { ok: false, why: 'too-long', limit: longest };
  return { ok: true, seconds };
}
