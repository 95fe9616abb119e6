// What happens in this process that is worth counting or timing, in our words; src/telemetry makes metrics of it.
import type { State } from '../domain/access-request.ts';
import type { Debt } from '../domain/debt.ts';
import type { NoticeKind } from '../domain/notice-due.ts';
import type { Seconds } from '../domain/time.ts';

/**
 * How an access request ended. `still-open`: its own rule is gone, and something else lets its source in. `form-…`: nobody was
 * asked for anything yet.
 */
export type Outcome =
  | Extract<State, 'closed' | 'denied' | 'lapsed' | 'refused' | 'failed' | 'withdrawn' | 'superseded'>
  | 'still-open'
  | 'form-dropped'
  | 'form-lapsed';

/** What came of a call to Azure. `refused`: any other 4xx; `broken`: a 5xx. */
export type CallOutcome = 'ok' | 'throttled' | 'refused' | 'broken' | 'no-answer';
export type TurnKind = 'message' | 'click' | 'other';
/** What people are told of it: a closed set, so that nobody's name, machine or request can become a label. */
export type Happening =
  | { readonly what: 'asked'; readonly how: 'sentence' | 'again' | 'extension' }
  /** The form was sent, and was within all limits. */
  | { readonly what: 'requested'; readonly grounds: Grounds }
  | { readonly what: 'ended'; readonly outcome: Outcome }
  /** Seen open. `seconds`: since the attempt that Azure accepted was sent. An extension's port is open all the time. */
  | { readonly what: 'opened'; readonly how: 'grant' | 'extension'; readonly seconds: Seconds }
  /** Seen shut. `seconds`: since its end. */
  | { readonly what: 'shut'; readonly seconds: Seconds }
  /** A port that was open is not any more, or that cannot be told. */
  | { readonly what: 'lost' }
  /** A payment failed, and is tried again. */
  | { readonly what: 'setback'; readonly debt: Debt['kind'] }
  /** `seconds`: from when it was due. Left out: that is not known. */
  | {
      readonly what: 'told';
      readonly notice: NoticeKind;
      readonly delivered: boolean;
      readonly seconds?: Seconds;
    }
  | { readonly what: 'turn'; readonly kind: TurnKind; readonly answered: boolean; readonly seconds: Seconds }
  | {
      readonly what: 'azure-call';
      readonly action: string;
      readonly outcome: CallOutcome;
      readonly seconds: Seconds;
    }
  /** Teams was sent a message, or a change of one. */
  | { readonly what: 'teams-call'; readonly outcome: CallOutcome }
  | {
      readonly what: 'database';
      readonly step: 'statement' | 'transaction';
      readonly done: boolean;
      readonly seconds: Seconds;
    };

type Grounds = 'jit-policy' | 'automatic' | 'approval' | 'break-glass' | 'pre-approval';

/** Hears what happened. Never throws, and takes no time worth speaking of. */
export type Hear = (happening: Happening) => void;

export const hearNothing: Hear = () => {};

/** @param status of the answer; `undefined`: there was none */
export function callOutcome(status: number | undefined): CallOutcome {
  if (status === undefined) return 'no-answer';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'broken';
  return status >= 400 ? 'refused' : 'ok';
}
