// The one policy for calls to the Teams connector: a time limit, and repeats only where nothing can be posted twice.
import type {
  PipelinePolicy,
  PipelineRequest,
  PipelineResponse,
  SendRequest,
} from '@azure/core-rest-pipeline';
import { mustHold } from '../access/holding.ts';
import { senderNow } from './queue/asking.ts';
import type { TeamsQueue } from './queue/teams-queue.ts';
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
  /** Where each try of a post or update waits for its turn. Left out: nobody waits. */
  readonly queue?: Pick<TeamsQueue, 'enter'>;
  /** Told of each try of a post or update. `undefined`: it was not answered. */
  readonly onCall?: (status: number | undefined, milliseconds: number) => void;
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
/** In place of `waitMilliseconds`, for senders that hold a place others need. */
const passingMilliseconds = 2000;

/** True when sending the same request again leaves the same result. */
const isRepeatable = ({ method }: PipelineRequest): boolean => method !== 'POST' && method !== 'PATCH';

/**
 * Policies for an `@azure/core-rest-pipeline`: `repeating` belongs into the Retry phase,
 * `handingOver` right before the wire. An answer with any status is returned; @throws NoAnswer, NotYet
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
      const most = senderNow().passing ? passingMilliseconds : outgoing.waitMilliseconds;
      for (let attempt = 1; ; attempt++) {
        const outcome = await tryInTurn(request, next);
        const pause = pauseAfter(outcome, request, attempt);
        if (pause === undefined || attempt >= outgoing.tries || waited + pause > most) {
          if (outcome instanceof NoAnswer) throw outcome;
          return outcome;
        }
        waited += pause;
        await outgoing.pause(pause);
      }
    },
  };

  return { repeating, handingOver };

  async function tryInTurn(
    request: PipelineRequest,
    next: SendRequest,
  ): Promise<PipelineResponse | NoAnswer> {
    const conversationId = conversationIn(request);
    if (outgoing.queue === undefined || conversationId === undefined) return tryOnce(request, next);
    const answered = await outgoing.queue.enter(conversationId, senderNow());
    const sentAt = performance.now();
    const outcome = await tryOnce(request, next);
    outgoing.onCall?.(outcome instanceof NoAnswer ? undefined : outcome.status, performance.now() - sentAt);
    answered(
      outcome instanceof NoAnswer ? {} : { status: outcome.status, retryAfterSeconds: askedPause(outcome) },
    );
    return outcome;
  }

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
    const asked = askedPause(outcome);
    return asked === undefined ? backOff : asked * 1000;
  }
}

const askedPause = ({ headers }: PipelineResponse): number | undefined =>
  retryAfterSeconds(headers.get('retry-after'), headers.get('date'));

/** Whose messages it is: rates count a channel as one, whatever thread of it is written to. */
function conversationIn({ url }: PipelineRequest): string | undefined {
  const id = /\/v3\/conversations\/([^/?]+)\/activities/.exec(url)?.[1];
  return id === undefined ? undefined : decodeURIComponent(id).replace(/;messageid=.*$/, '');
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
