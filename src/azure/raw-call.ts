// A call to ARM whose bodies are sent and read as they are. The SDK's typed calls drop every field they do not know, so
// that what is read with them must not be written back. The client's own pipeline is used: token, time limit, repetition
// of reads (never of writes) and the report of the call are those of its typed calls.
import {
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from '@azure/core-rest-pipeline';
import { exactJson, unreadable } from './exact-json.ts';

/** What it takes of an SDK client. */
export interface RawClient {
  readonly $host: string;
  sendRequest(request: PipelineRequest): Promise<PipelineResponse>;
}

export interface RawCall {
  readonly method: 'GET' | 'PUT';
  /** Encoded, with a query where there is one; that of a link to the next page is sent as it came. */
  readonly path: string;
  /** Put into the query unless one is there. */
  readonly apiVersion: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Value of If-Match. */
  readonly etag?: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  /** Of the answer's header. Left out: it had none. */
  readonly etag?: string;
  /** As `exactJson`. @throws Fault `unavailable` when it is no JSON */
  json(): unknown;
  /** For what is only read: numbers are JavaScript's. @throws Fault `unavailable` when it is no JSON */
  plainJson(): unknown;
}

/** @throws what the SDK's typed calls throw, also for every status that is not 2xx */
export async function rawCall(
  client: RawClient,
  { method, path, apiVersion, body, etag }: RawCall,
): Promise<RawAnswer> {
  const response = await client.sendRequest(
    createPipelineRequest({
      url: `${client.$host}${versioned(path, apiVersion)}`,
      method,
      headers: createHttpHeaders({
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(etag !== undefined && { 'if-match': etag }),
      }),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );
  const { status, headers, bodyAsText } = response;
  if (status < 200 || status > 299) throw refusalOf(response);
  const version = headers.get('etag');
  return {
    status,
    ...(version !== undefined && { etag: version }),
    json: () => exactJson(bodyAsText),
    plainJson() {
      // The pipeline of `@azure/core-client` parses what it is told to be JSON, with or without a typed call.
      const { parsedBody } = response as { readonly parsedBody?: unknown };
      const value = parsedBody === undefined ? parsedOrNothing(bodyAsText) : parsedBody;
      if (value === undefined) throw unreadable();
      return value;
    },
  };
}

function versioned(path: string, apiVersion: string): string {
  if (/[?&]api-version=/i.test(path)) return path;
  return `${path}${path.includes('?') ? '&' : '?'}api-version=${apiVersion}`;
}

/** As the typed calls make it: `troubleOf` reads ARM's code and words from `details`. */
export function refusalOf(response: PipelineResponse): RestError {
  const { status, request, bodyAsText } = response;
  const error = new RestError(`HTTP ${status}`, { statusCode: status, request, response });
  error.details = parsedOrNothing(bodyAsText);
  return error;
}

/** JSON as it usually is read; `undefined` where it is none. */
export function parsedOrNothing(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}
