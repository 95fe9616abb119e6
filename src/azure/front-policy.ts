// The outermost step of every request: one origin, one time limit, and no answer that cannot be Azure's.
import type { PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline';
import { Fault } from '../access/fault.ts';

/**
 * - A nextLink may name another origin (a proxy's, a regional one, a stranger's). Only its path and query are used, on
 *   the cloud's own origin: paging works, and a token cannot go anywhere else. The bearer policy wants https here;
 *   the HTTP client puts a configured endpoint in place later.
 * - The SDK does not pass an abort signal on to the second page of a list, and waiting for a token ignores it:
 *   so the limit is set here, for each request, its repetitions and its token together.
 */
export function createFrontPolicy(cloudOrigin: string, timeLimitMilliseconds: number): PipelinePolicy {
  return {
    name: 'front',
    async sendRequest(request, next) {
      const { pathname, search } = new URL(request.url);
      request.url = `${cloudOrigin}${pathname}${search}`;
      const limit = new AbortController();
      const tooLate = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        limit.abort();
        tooLate.reject(new DOMException('The time limit has passed.', 'TimeoutError'));
      }, timeLimitMilliseconds);
      request.abortSignal = limit.signal;
      try {
        const response = await Promise.race([next(request), tooLate.promise]);
        if (request.method === 'GET') refuseForeignBody(response);
        return response;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A proxy's page with status 200 would otherwise read as an empty list, or as a subnet without an NSG. */
function refuseForeignBody({ status, headers }: PipelineResponse): void {
  if (status < 200 || status > 299) return;
  if (headers.get('content-type')?.toLowerCase().includes('json')) return;
  throw new Fault('unavailable', 'Something other than Azure answered the bot.');
}
