import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { createFrontPolicy } from '../../src/azure/front-policy.ts';
import { troubleOf } from '../../src/azure/trouble.ts';

describe('Front policy', () => {
  const policy = createFrontPolicy('https://management.azure.com', 50);

  it("puts every request on the cloud's origin before a token is added", async () => {
    const request = createPipelineRequest({ url: 'http://evil.example/subscriptions?$skiptoken=a%2Fb' });
    const headers = createHttpHeaders({ 'content-type': 'application/json' });

    const seen = await policy.sendRequest(request, async ({ url }) => ({
      status: 200,
      headers,
      request,
      bodyAsText: url,
    }));

    assert.equal(seen.bodyAsText, 'https://management.azure.com/subscriptions?$skiptoken=a%2Fb');
  });

  it('ends a request that waits for its token for ever, and withdraws what may still be sent', async () => {
    const request = createPipelineRequest({ url: 'https://management.azure.com/x', method: 'POST' });

    const error = await policy
      .sendRequest(request, () => new Promise(() => {}))
      .catch((thrown: unknown) => thrown);

    assert.deepEqual([troubleOf(error).timedOut, request.abortSignal?.aborted], [true, true]);
  });
});
