// The last step of every request: puts a configured endpoint in the cloud's place, and reports the call.
import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import { Fault } from '../access/fault.ts';
import { mustHold } from '../access/holding.ts';
import { actionOf } from './action-of.ts';
import type { ArmEndpoint } from './arm-endpoint.ts';

/** One exchange with Azure, for the log. */
export interface ArmCall {
  /** The Azure action, such as `Microsoft.Network/networkInterfaces/read`, or the path where there is none. */
  readonly operation: string;
  /** `undefined`: no answer. */
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** Azure's support asks for it. */
  readonly correlationId: string | undefined;
}

/**
 * @param cloudOrigin the origin the SDK believes to speak to
 * @param transport sends for real; given only by tests of this file
 * @returns a client that sends nothing, and so no token, to any other origin than `endpoint`
 */
export function createArmHttpClient(
  cloudOrigin: string,
  endpoint: ArmEndpoint,
  onCall: (call: ArmCall) => void,
  transport: HttpClient = createDefaultHttpClient(),
): HttpClient {
  return {
    async sendRequest(request) {
      const { origin, pathname, search } = new URL(request.url);
      if (origin !== cloudOrigin)
        throw new Fault(
          'unavailable',
          'A call to a place that is not the service it was meant for was stopped.',
        );
      const startedAt = performance.now();
      const report = (response?: PipelineResponse) =>
        onCall({
          operation: actionOf(request.method, request.url) ?? `${request.method} ${pathname}`,
          status: response?.status,
          milliseconds: Math.round(performance.now() - startedAt),
          correlationId: response?.headers.get('x-ms-correlation-request-id'),
        });
      const url = `${endpoint.origin}${pathname}${search}`;
      if (request.method !== 'GET') mustHold();
      try {
        // A copy, because a repetition must find the request as it was; the SDK knows an answer by its own request.
        const response = await transport.sendRequest({
          ...request,
          url,
          allowInsecureConnection: endpoint.local,
        });
        report(response);
        return { ...response, request };
      } catch (error) {
        report();
        throw error;
      }
    },
  };
}
