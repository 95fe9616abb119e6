// The one policy for calls to the Teams connector: a time limit, and repeats only where nothing can be posted twice.
import type {
  PipelinePolicy,
  PipelineRequest,
  PipelineResponse,
  SendRequest,
} from '@azure/core-rest-pipeline';
import { mustHold } from '../access/holding.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { withinLimit } from './time-limit.ts';

/** Bounds of one call, and what it needs of the world. */
export interface Outgoing {
  /** Milliseconds one try may take, token included. */
  readonly tryMilliseconds: number;
  /** Tries in all. */
  readonly tries: number;
  /** Milliseconds spent waiting between tries, all together. A longer Retry-After is handed to the caller. */
  readonly waitMilliseconds: number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
  /** 0 ≤ x < 1, spreads the repeats of several replicas. */
  readonly random: () => number;
}

/** No answer came. `inDoubt`: the call may have taken effect all the same. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly inDoubt: boolean;

  constructor(inDoubt: boolean, cause: unknown) {
    super(
      inDoubt
        ? 'The connector did not answer a call it may have carried out'
        : 'The connector did not answer',
      {
        cause,
      },
    );
    this.inDoubt = inDoubt;
  }
}

/**
 * Answers after which nothing was posted. Teams' documentation asks to repeat 412, 429, 502 and 504
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit); 504 is left out for posts,
 * since a gateway that gave up waiting does not know.
 */
const refusedForNow: ReadonlySet<number> = new Set([412, 429, 502, 503]);
const brokenSomewhere: ReadonlySet<number> = new Set([500, 504]);

const firstPauseMilliseconds = 500;

/** True when sending the same request again leaves the same result. */
const isRepeatable = ({ method }: PipelineRequest): boolean => method !== 'POST' && method !== 'PATCH';

/**
 * Policies for an `@azure/core-rest-pipeline`: `repeating` belongs into the Retry phase,
 * `handingOver` right before the wire. An answer with any status is returned; @throws NoAnswer
 */
export function createOutgoingPolicies(outgoing: Outgoing): {
  readonly repeating: PipelinePolicy;
  readonly handingOver: PipelinePolicy;
} {
  const handedOver = new WeakSet<PipelineRequest>();

  const handingOver: PipelinePolicy = {
    name: 'jitHandingOver',
    sendRequest: async (request, next) => {
      if (request.method !== 'GET') mustHold();
      handedOver.add(request);
      return next(request);
    },
  };

  const repeating: PipelinePolicy = {
    name: 'jitRepeating',
    async sendRequest(request, next) {
      let waited = 0;
      for (let attempt = 1; ; attempt++) {
        const outcome = await tryOnce(request, next);
        const pause = pauseAfter(outcome, request, attempt);
        if (pause === undefined || attempt >= outgoing.tries || waited + pause > outgoing.waitMilliseconds) {
          if (outcome instanceof NoAnswer) throw outcome;
          return outcome;
        }
        waited += pause;
        await outgoing.pause(pause);
      }
    },
  };

  return { repeating, handingOver };

  async function tryOnce(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse | NoAnswer> {
    handedOver.delete(request);
    try {
      return await withinLimit(outgoing.tryMilliseconds, (signal) => {
        request.abortSignal = signal;
        return next(request);
      });
    } catch (error) {
      return new NoAnswer(
        handedOver.has(request) && !isRepeatable(request) && !wasNeverConnected(error),
        error,
      );
    }
  }

  /** Milliseconds until the next try; `undefined`: it would be wrong or useless. */
  function pauseAfter(
    outcome: PipelineResponse | NoAnswer,
    request: PipelineRequest,
    attempt: number,
  ): number | undefined {
    const backOff = firstPauseMilliseconds * 2 ** (attempt - 1) * (1 - outgoing.random() / 2);
    if (outcome instanceof NoAnswer) return outcome.inDoubt ? undefined : backOff;
    if (brokenSomewhere.has(outcome.status)) return isRepeatable(request) ? backOff : undefined;
    if (!refusedForNow.has(outcome.status)) return undefined;
    const asked = retryAfterSeconds(outcome.headers.get('retry-after'), outcome.headers.get('date'));
    return asked === undefined ? backOff : asked * 1000;
  }
}

const beforeAnyByte: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** True when no connection came about, so that the other side cannot have seen the call. */
const wasNeverConnected = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && beforeAnyByte.has(error.code);
