// A scripted HTTP server in the place of Azure Resource Manager: it answers what a test tells it to, and keeps what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** Parsed JSON, or `undefined` for an empty body. */
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, a string as HTML. */
  readonly body?: unknown;
}

/** `reset` breaks the connection after the request was read; `hang` never answers. */
export type Reply = Answer | 'reset' | 'hang';

export interface ArmServer {
  readonly origin: string;
  readonly received: readonly Received[];
  /** Scripts a route: replies are given in this order, the last one for ever. Paths are compared without case. */
  answer(
    method: string,
    path: string,
    ...replies: readonly (Reply | ((received: Received) => Reply))[]
  ): void;
  /** How often a route was asked. */
  count(method: string, path: string): number;
  close(): Promise<void>;
}

/** Listens on a free port of 127.0.0.1. Routes that were not scripted answer 400 `NotScripted`. */
export async function startArmServer(): Promise<ArmServer> {
  const routes = new Map<string, (Reply | ((received: Received) => Reply))[]>();
  const received: Received[] = [];
  const keyOf = (method: string, path: string) => `${method} ${path.toLowerCase()}`;

  const server = createServer(async (request, response) => {
    const one = await receivedOf(request);
    received.push(one);
    const replies = routes.get(keyOf(one.method, one.path)) ?? [
      { status: 400, body: armError('NotScripted', one.path) },
    ];
    const reply = (replies.length > 1 ? replies.shift() : replies[0]) ?? 'reset';
    send(response, typeof reply === 'function' ? reply(one) : reply);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (method, path, ...replies) => void routes.set(keyOf(method, path), [...replies]),
    count: (method, path) =>
      received.filter((one) => keyOf(one.method, one.path) === keyOf(method, path)).length,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** ARM's error body. */
export const armError = (code: string, message: string) => ({ error: { code, message } });

async function receivedOf(request: IncomingMessage): Promise<Received> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const sent = Buffer.concat(chunks).toString();
  return {
    method: request.method ?? '',
    path: pathname,
    query: Object.fromEntries(searchParams),
    authorization: request.headers.authorization,
    body: sent === '' ? undefined : JSON.parse(sent),
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'hang') return;
  if (reply === 'reset') return void response.socket?.resetAndDestroy();
  const { status = 200, headers, body } = reply;
  const html = typeof body === 'string';
  response.writeHead(status, { 'content-type': html ? 'text/html' : 'application/json', ...headers });
  response.end(html || body === undefined ? body : JSON.stringify(body));
}
