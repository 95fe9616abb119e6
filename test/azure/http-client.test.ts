import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest, type PipelineRequest } from '@azure/core-rest-pipeline';
import { clouds } from '../../src/azure/cloud.ts';
import { createArmHttpClient } from '../../src/azure/http-client.ts';
import { thrownBy } from './faults.ts';

describe('ARM HTTP client', () => {
  const { arm } = clouds.public;
  const clientThatNotes = (sent: PipelineRequest[]) =>
    createArmHttpClient(arm, { origin: 'https://arm.example', local: false }, () => {}, {
      sendRequest: async (request) => {
        sent.push(request);
        return { status: 200, headers: createHttpHeaders(), request };
      },
    });

  it('sends to the endpoint what was meant for the cloud, and answers to the request it was given', async () => {
    const sent: PipelineRequest[] = [];
    const request = createPipelineRequest({ url: `${arm}/subscriptions?api-version=1` });

    const response = await clientThatNotes(sent).sendRequest(request);

    assert.deepEqual(
      sent.map(({ url, allowInsecureConnection }) => ({ url, allowInsecureConnection })),
      [{ url: 'https://arm.example/subscriptions?api-version=1', allowInsecureConnection: false }],
    );
    assert.equal(response.request, request);
    assert.equal(request.url, `${arm}/subscriptions?api-version=1`);
  });

  // SECURITY.md names it.
  const elsewhere = 'sends nothing to any other host, nor over plain http';
  for (const url of [
    'https://evil.example/x',
    'http://management.azure.com/x',
    'https://management.azure.com.evil.example/x',
  ])
    it(`${elsewhere}: ${url}`, async () => {
      const sent: PipelineRequest[] = [];
      await thrownBy(clientThatNotes(sent).sendRequest(createPipelineRequest({ url })));
      assert.deepEqual(sent, []);
    });
});
