// Repeats reads that met a passing trouble, and nothing else: the SDK's own policy also repeats writes.
import { setTimeout as pause } from 'node:timers/promises';
import {
  isRestError,
  type PipelinePolicy,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { retryAfterSecondsOf } from './retry-after.ts';

/** Before the first and the second repetition. Longer troubles are the durable wake-ups' business. */
const pauses = [100, 400];

const isGet = ({ method }: PipelineRequest): boolean => method === 'GET';

/**
 * Takes the place of the SDK's retry policy. What is no read is sent exactly once: `initiate` sent twice would open twice.
 * A wait that Azure asks for is kept if it ends within the time limit; otherwise its answer is returned at once,
 * so that nobody hangs for an hour on a Retry-After.
 * @param isRead which requests only read. Some services ask questions by POST.
 * @param mayRepeat whether the service may be asked once more now; asked right before each repetition
 */
export function createReadRetry(
  timeLimitMilliseconds: number,
  isRead: (request: PipelineRequest) => boolean = isGet,
  mayRepeat: (request: PipelineRequest) => boolean = () => true,
): PipelinePolicy {
  return {
    name: 'readRetry',
    async sendRequest(request, next) {
      if (!isRead(request)) return next(request);
      const deadline = performance.now() + timeLimitMilliseconds;
      for (const usual of pauses) {
        const outcome = await next(request).then(
          (response) => ({ response, error: undefined }),
          (error: unknown) => ({ response: isRestError(error) ? error.response : undefined, error }),
        );
        const wait = waitAfter(outcome, usual);
        if (wait === undefined || performance.now() + wait >= deadline) return told(outcome);
        await pause(wait);
        if (!mayRepeat(request)) return told(outcome);
      }
      return next(request);
    },
  };
}

interface Outcome {
  readonly response: PipelineResponse | undefined;
  readonly error: unknown;
}

function told({ response, error }: Outcome): PipelineResponse {
  if (response !== undefined && error === undefined) return response;
  throw error;
}

function waitAfter({ response, error }: Outcome, usual: number): number | undefined {
  if (response === undefined) return isRestError(error) ? usual : undefined;
  const { status, headers } = response;
  const asked = status === 429 || status === 503 ? retryAfterSecondsOf(headers) : undefined;
  if (asked !== undefined) return asked * 1000;
  if (status === 429 || status === 501 || status === 505) return undefined;
  return status === 408 || status >= 500 ? usual : undefined;
}
