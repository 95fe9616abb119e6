// Questions to Microsoft Graph, on the same pipeline as those to Resource Manager.
import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  defaultRetryPolicy,
  type PipelineResponse,
  redirectPolicyName,
} from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { armEndpointOf } from './arm-endpoint.ts';
import { type CloudName, clouds } from './cloud.ts';
import { createLazyCredential, developmentCredential } from './credential.ts';
import { type ArmCall, createArmHttpClient } from './http-client.ts';
import { createReadRetry } from './read-retry.ts';
import { isSignInFailure, troubleOf } from './trouble.ts';

export interface GraphSettings {
  readonly cloud: CloudName;
  /** Takes the place of the cloud's own endpoint. Plain http only on loopback, and then without a real credential. */
  readonly graphEndpoint?: string | undefined;
  /** Nothing is repeated after this time. */
  readonly timeLimitMilliseconds: number;
  /** Told of every exchange, answered or not. */
  readonly onCall?: ((call: ArmCall) => void) | undefined;
}

export interface Graph {
  /**
   * Asks one question; all of them only read.
   * @param path from `/v1.0/` on, or a nextLink of Graph's
   * @param limit ends the wait for the token, the repetitions and the answer together
   * @returns the parsed answer @throws GraphTrouble
   */
  ask(method: 'GET' | 'POST', path: string, limit: AbortSignal, body?: unknown): Promise<unknown>;
}

/** Graph gave no usable answer. `message` is our own sentence. */
export class GraphTrouble extends Error {
  override readonly name = 'GraphTrouble';
  /** HTTP status; `undefined`: no answer came. */
  readonly status: number | undefined;
  /** Graph's own code such as `Request_ResourceNotFound`, where it gave one. */
  readonly code: string | undefined;

  constructor(message: string, more: { cause?: unknown; status?: number; code?: string | undefined } = {}) {
    super(message, { cause: more.cause });
    this.status = more.status;
    this.code = more.code;
  }
}

const notGraph = 'Something other than Microsoft Graph answered the bot.';
const errorShape = z.object({ error: z.object({ code: z.string().regex(/^\w{1,80}$/) }) });

/** @throws Error when `graphEndpoint` is not usable */
export function createGraph(settings: GraphSettings): Graph {
  const { cloud, graphEndpoint, timeLimitMilliseconds, onCall = () => {} } = settings;
  const { graph: origin, authority } = clouds[cloud];
  const endpoint = armEndpointOf(graphEndpoint, origin, 'Graph');
  const credential = endpoint.local ? developmentCredential : createLazyCredential(authority);
  const httpClient = createArmHttpClient(origin, endpoint, onCall);

  const pipeline = createPipelineFromOptions({});
  pipeline.removePolicy({ name: defaultRetryPolicy().name });
  // A redirect would lead the token elsewhere.
  pipeline.removePolicy({ name: redirectPolicyName });
  pipeline.addPolicy(
    createReadRetry(timeLimitMilliseconds, () => true),
    { phase: 'Retry' },
  );
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: [`${origin}/.default`] }), {
    phase: 'Sign',
  });

  /** On the cloud's own origin, whichever of the two names it; the HTTP client puts the endpoint in place. */
  function urlOf(path: string): string {
    const url = new URL(path, origin);
    const known = url.origin === origin || url.origin === endpoint.origin;
    if (!known || !url.pathname.startsWith('/v1.0/')) throw new GraphTrouble(notGraph);
    return `${origin}${url.pathname}${url.search}`;
  }

  return {
    async ask(method, path, limit, body) {
      const request = createPipelineRequest({
        url: urlOf(path),
        method,
        headers: createHttpHeaders({ accept: 'application/json' }),
        abortSignal: limit,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (body !== undefined) request.headers.set('content-type', 'application/json');
      try {
        // Waiting for a token heeds no signal, so the wait itself ends with the limit, too.
        return answerIn(await Promise.race([pipeline.sendRequest(httpClient, request), rejectedBy(limit)]));
      } catch (error) {
        throw error instanceof GraphTrouble ? error : unanswered(error);
      }
    },
  };
}

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

function answerIn({ status, bodyAsText }: PipelineResponse): unknown {
  const body = parsed(bodyAsText);
  if (status >= 200 && status <= 299 && body !== undefined) return body;
  const code = errorShape.safeParse(body).data?.error.code;
  const sentence = code === undefined && (status < 400 || status === 404) ? notGraph : sentences[status];
  throw new GraphTrouble(sentence ?? `Microsoft Graph refused or failed the call (HTTP ${status}).`, {
    status,
    code,
  });
}

const sentences: Readonly<Record<number, string>> = {
  401: "Microsoft Graph did not accept the bot's sign-in.",
  403:
    'The bot lacks an application permission of Microsoft Graph: it needs User.Read.All and GroupMember.Read.All, ' +
    'with admin consent.',
  404: 'Microsoft Graph does not know this person or group.',
  429: 'Microsoft Graph asks the bot to slow down.',
};

function unanswered(error: unknown): GraphTrouble {
  if (troubleOf(error).timedOut)
    return new GraphTrouble('Microsoft Graph did not answer in time.', { cause: error });
  if (isSignInFailure(error))
    return new GraphTrouble('The bot could not sign in to Microsoft Graph.', { cause: error });
  return new GraphTrouble('Microsoft Graph could not be reached.', { cause: error });
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
