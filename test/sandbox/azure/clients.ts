// The real Azure SDK clients, pointed at a simulator by rewriting the origin beneath the whole pipeline.
import { ComputeManagementClient } from '@azure/arm-compute';
import { NetworkManagementClient } from '@azure/arm-network';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { SecurityCenter } from '@azure/arm-security';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { development, production } from '../../../sandbox/azure/estate.ts';

const credential = {
  getToken: async () => ({ token: 'sandbox', expiresOnTimestamp: Date.now() + 3_600_000 }),
};

const rewriting = (url: string): HttpClient => {
  const transport = createDefaultHttpClient();
  return {
    sendRequest: (request) => {
      const asked = new URL(request.url);
      request.url = `${url}${asked.pathname}${asked.search}`;
      request.headers.set('host', asked.host);
      request.allowInsecureConnection = true;
      return transport.sendRequest(request);
    },
  };
};

/** Clients for Production and Development. Nothing is sent twice: a test sees each failure. */
export const sdkFor = (url: string) => {
  const options = { httpClient: rewriting(url), retryOptions: { maxRetries: 0 } };
  return {
    subscriptions: new SubscriptionClient(credential, options),
    security: new SecurityCenter(credential, production, options),
    compute: new ComputeManagementClient(credential, production, options),
    network: new NetworkManagementClient(credential, production, options),
    developmentNetwork: new NetworkManagementClient(credential, development, options),
  };
};

/** A raw ARM call with a token, for what the SDK hides. */
export const arm = (url: string, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${path}?api-version=2020-01-01`, {
    ...init,
    headers: { authorization: 'Bearer sandbox', 'content-type': 'application/json', ...init.headers },
  });

/** All of a list. */
export const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};

/** ARM id of a machine of Production. */
export const machineId = (group: string, name: string): string =>
  `/subscriptions/${production}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;

/** Path of a JIT policy of Production. */
export const policyPath = (group: string, region: string, name = 'default'): string =>
  `/subscriptions/${production}/resourceGroups/${group}/providers/Microsoft.Security/locations/${region}/jitNetworkAccessPolicies/${name}`;

/** A clock that a test moves. */
export const testClock = () => {
  let time = Date.parse('2026-03-02T09:00:00.000Z');
  return {
    now: () => time,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
};
