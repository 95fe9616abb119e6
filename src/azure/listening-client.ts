// An HTTP client that lets others hear each answer: the budget, and the clock.
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';

/** @param milliseconds from sending to the whole answer. Must not throw. */
export type Listener = (request: PipelineRequest, response: PipelineResponse, milliseconds: number) => void;

/** Sends as `client` does. Who gets no answer hears nothing. */
export const listening = (client: HttpClient, listeners: readonly Listener[]): HttpClient => ({
  async sendRequest(request) {
    const sentAt = performance.now();
    const response = await client.sendRequest(request);
    const milliseconds = performance.now() - sentAt;
    for (const listener of listeners) listener(request, response, milliseconds);
    return response;
  },
});
