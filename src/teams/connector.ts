// Connector clients made once per service URL, with botbuilder's own retries taken out and ours put in.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Pipeline, PipelinePolicy } from '@azure/core-rest-pipeline';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { NotAdmitted } from './admission.ts';
import { createOutgoingPolicies, type Outgoing } from './outgoing.ts';
import { isAllowedServiceUrl, type ServiceUrlRule } from './service-url.ts';

/** botbuilder's factory of connector clients (its package does not export the type). */
export type ConnectorFactory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;

/** Bounds the memory one can make the bot use by ever new service URLs. A bot meets a handful. */
const mostClients = 100;

/** Shorter than load balancers keep idle connections: a post over one that was just closed would be in doubt. */
const idleMilliseconds = 30_000;

/** Wraps botbuilder's factories, so that equal service URLs and audiences share one client. */
export interface Connectors {
  /**
   * A factory that makes clients through `factory` when there is none yet.
   * Its `create` throws NotAdmitted for a service URL outside the rule, before anything is contacted.
   */
  through(factory: ConnectorFactory): ConnectorFactory;
}

/** One per adapter: the cache assumes that every factory acts for the same app id. */
export function createConnectors(rule: ServiceUrlRule, outgoing: Outgoing): Connectors {
  const clients = new Map<string, Promise<ConnectorClient>>();
  const { repeating, handingOver } = createOutgoingPolicies(outgoing);
  const keepingAlive = keepAlive();

  return {
    through: (factory) => ({
      async create(serviceUrl, audience) {
        if (!isAllowedServiceUrl(serviceUrl, rule)) {
          throw new NotAdmitted('This service URL is not one the bot may answer to.');
        }
        const key = `${audience ?? ''} ${serviceUrl}`;
        const known = clients.get(key);
        if (known !== undefined) return known;
        const made = factory.create(serviceUrl, audience).then(mend);
        keep(key, made);
        return made;
      },
    }),
  };

  function keep(key: string, made: Promise<ConnectorClient>): void {
    const oldest = clients.size < mostClients ? undefined : clients.keys().next().value;
    if (oldest !== undefined) clients.delete(oldest);
    clients.set(key, made);
    made.catch(() => clients.delete(key));
  }

  function mend(client: ConnectorClient): ConnectorClient {
    const pipeline = pipelineOf(client);
    take(pipeline, 'defaultRetryPolicy');
    // A redirect would lead the token past the list of allowed hosts.
    take(pipeline, 'redirectPolicy');
    // Both copy every request and answer into shapes of an older SDK; all the first does is `accept: */*`.
    take(pipeline, 'ServiceClientContext_RequestPolicyFactories');
    const signing = take(pipeline, 'ServiceClientContext_Credentials_SignRequest');
    if (rule.kind === 'loopback') take(pipeline, 'proxyPolicy');
    pipeline.addPolicy(acceptingAll);
    pipeline.addPolicy(keepingAlive);
    pipeline.addPolicy(repeating, { phase: 'Retry' });
    // Behind the repeats, so that the time limit covers fetching a token, and a repeat gets a fresh one.
    if (rule.kind === 'microsoft') pipeline.addPolicy(signing, { phase: 'Sign' });
    pipeline.addPolicy(handingOver, { afterPhase: 'Sign' });
    return client;
  }
}

/** @throws Error when another version of botbuilder is laid out differently: better at start than a silent double post. */
function take(pipeline: Pipeline, name: string): PipelinePolicy {
  const [policy] = pipeline.removePolicy({ name });
  if (policy === undefined) throw new Error(`botbuilder's connector client has no ${name}`);
  return policy;
}

/** The client keeps its pipeline private, and takes no option that would replace the retries. */
function pipelineOf(client: ConnectorClient): Pipeline {
  const inner: { readonly pipeline: Pipeline } = Reflect.get(client, 'client');
  return inner.pipeline;
}

const acceptingAll: PipelinePolicy = {
  name: 'jitAcceptingAll',
  sendRequest(request, next) {
    request.headers.set('accept', '*/*');
    return next(request);
  },
};

function keepAlive(): PipelinePolicy {
  const http = new HttpAgent({ keepAlive: true, timeout: idleMilliseconds });
  const https = new HttpsAgent({ keepAlive: true, timeout: idleMilliseconds });
  return {
    name: 'jitKeepingAlive',
    sendRequest(request, next) {
      // A proxy from the environment has set its own agent by now.
      request.agent ??= request.url.startsWith('https:') ? https : http;
      return next(request);
    },
  };
}
