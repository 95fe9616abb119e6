// The little HTTP the sandbox chat needs: routes by path, JSON in and out, a stream of events.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request on its way to an answer. `params` are the `:named` parts of the path, decoded. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly params: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: string;
  /** Such as `/v3/conversations/:conversationId/activities`. */
  readonly path: string;
  readonly answer: (call: Call) => Promise<void> | void;
}

/** An expected no, answered in the connector's error shape. */
export class HttpError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/** @returns the named parts where the path fits, decoded; `undefined` where it does not. @throws HttpError 400 on broken escapes. */
const match = (pattern: string, pathname: string): Record<string, string> | undefined => {
  const wanted = segmentsOf(pattern);
  const given = segmentsOf(pathname);
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return params;
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, 'BadSyntax', 'The path holds a broken escape.');
  }
};

/** The route for this request with its parameters. @throws HttpError 404, 400 */
export const routed = (
  routes: readonly Route[],
  request: IncomingMessage,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } => {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const params = match(route.path, pathname);
    if (params !== undefined) return { route, params };
  }
  throw new HttpError(404, 'NotFound', `There is no ${request.method} ${pathname} here.`);
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
};

export const sendError = (response: ServerResponse, error: HttpError): void => {
  for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
  sendJson(response, error.status, { error: { code: error.code, message: error.message } });
};

const MAXIMUM_BODY_BYTES = 1_000_000;

/** The body as JSON. Insists on JSON's media type, which another site's page cannot send unasked. @throws HttpError 400, 413, 415 */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new HttpError(415, 'BadContentType', 'Send application/json.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAXIMUM_BODY_BYTES) throw new HttpError(413, 'MessageSizeTooBig', 'The body is too large.');
    chunks.push(bytes);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'BadSyntax', 'The body is not JSON.');
  }
};

/** Begins an event stream. @returns how to send one event. */
export const startEvents = (response: ServerResponse): ((data: unknown) => void) => {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': hello\n\n');
  return (data) => response.write(`data: ${JSON.stringify(data)}\n\n`);
};
