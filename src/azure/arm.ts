// The SDK clients for Azure Resource Manager, one of each per subscription, all on the same pipeline.
import type { NetworkManagementClient } from '@azure/arm-network';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { SecurityCenter } from '@azure/arm-security';
import type { TokenCredential } from '@azure/core-auth';
import {
  defaultRetryPolicy,
  type Pipeline,
  type PipelineRequest,
  redirectPolicyName,
} from '@azure/core-rest-pipeline';
import type { PersonToken } from '../access/sign-in-port.ts';
import { type ArmBudget, createArmBudget } from './arm-budget.ts';
import { armEndpointOf } from './arm-endpoint.ts';
import { createBudgetPolicy } from './budget-policy.ts';
import { urgencyNow } from './call-urgency.ts';
import { type CloudName, clouds } from './cloud.ts';
import { createLazyCredential, developmentCredential, personCredential } from './credential.ts';
import { createFrontPolicy } from './front-policy.ts';
import { type ArmCall, createArmHttpClient } from './http-client.ts';
import { type Listener, listening } from './listening-client.ts';
import { meterOf } from './meter.ts';
import { createReadRetry } from './read-retry.ts';

export interface ArmSettings {
  readonly cloud: CloudName;
  /** Takes the place of the cloud's own endpoint. Plain http only on loopback, and then without a real credential. */
  readonly armEndpoint?: string;
  /**
   * Limit of one request with its token and its repetitions, from its turn in the budget on. Each page of a list is one
   * request.
   */
  readonly timeLimitMilliseconds: number;
  /** Told of every exchange, answered or not. */
  readonly onCall?: (call: ArmCall) => void;
  /** All calls pass it. Left out: one of its own. */
  readonly budget?: ArmBudget;
  /** Hears every answer, such as the clock that learns from them. */
  readonly onAnswer?: Listener;
}

/** Clients by subscription id. Made when first asked for, and kept. */
export interface Arm {
  readonly security: (subscriptionId: string) => SecurityCenter;
  /** For one call in somebody's own name, and never kept: the token is all that differs. */
  readonly securityAs: (subscriptionId: string, token: PersonToken) => SecurityCenter;
  // Loaded when it is first asked for: the package is heavy, and the start need not wait for it.
  readonly network: (subscriptionId: string) => Promise<NetworkManagementClient>;
  readonly subscriptions: () => SubscriptionClient;
}

/** @throws Error when `armEndpoint` is not usable */
export function createArm({
  cloud,
  armEndpoint,
  timeLimitMilliseconds,
  onCall = () => {},
  budget = createArmBudget({ warn: () => {} }),
  onAnswer = () => {},
}: ArmSettings): Arm {
  const { arm: origin, scope, authority } = clouds[cloud];
  const endpoint = armEndpointOf(armEndpoint, origin);
  const credential = endpoint.local ? developmentCredential : createLazyCredential(authority);
  const httpClient = listening(createArmHttpClient(origin, endpoint, onCall), [
    (request, response) => budget.heard(meterOf(request), response),
    onAnswer,
  ]);
  const mayRepeat = (request: PipelineRequest) => budget.again(meterOf(request), urgencyNow());

  function prepared<Client extends { readonly pipeline: Pipeline }>(client: Client): Client {
    // The SDK repeats writes on 500, 503 and a broken connection, and follows redirects with the token.
    client.pipeline.removePolicy({ name: defaultRetryPolicy().name });
    client.pipeline.removePolicy({ name: redirectPolicyName });
    client.pipeline.addPolicy(createReadRetry(timeLimitMilliseconds, undefined, mayRepeat), {
      phase: 'Retry',
    });
    // The earliest phase: the newer packages ask for the token in a step without a phase. In a phase, first come first
    // served: the turn in the budget is waited for before the time limit begins.
    client.pipeline.addPolicy(createBudgetPolicy(budget), { phase: 'Serialize' });
    client.pipeline.addPolicy(createFrontPolicy(origin, timeLimitMilliseconds), { phase: 'Serialize' });
    return client;
  }

  const common = { httpClient, endpoint: origin };
  const credentials = { scopes: [scope] };
  const securityOf = (id: string, as: TokenCredential) =>
    prepared(new SecurityCenter(as, id, { ...common, credentialScopes: [scope] }));
  return {
    security: kept((id) => securityOf(id, credential)),
    securityAs: (id, token) => securityOf(id, personCredential(token)),
    network: kept(async (id) => {
      const { NetworkManagementClient } = await import('@azure/arm-network');
      return prepared(new NetworkManagementClient(credential, id, { ...common, credentials }));
    }),
    subscriptions: kept(() => prepared(new SubscriptionClient(credential, { ...common, credentials }))),
  };
}

function kept<Client>(create: (subscriptionId: string) => Client): (subscriptionId?: string) => Client {
  const clients = new Map<string, Client>();
  return (subscriptionId = '') => {
    const key = subscriptionId.toLowerCase();
    const client = clients.get(key) ?? create(subscriptionId);
    clients.set(key, client);
    return client;
  };
}
