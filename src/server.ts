// The HTTP side: takes activities in, answers health checks, and never says more than a fixed sentence about errors.
import type { Server as HttpServer, ServerResponse } from 'node:http';
import restify, { type Request, type Response } from 'restify';
import type { Log } from './access/log-port.ts';
import { answerBrokenRequest, securityHeaders } from './security-headers.ts';
import { sharedLook } from './shared-look.ts';
import { parseActivity, problemsIn } from './teams/activity-schema.ts';
import type { TeamsAdapter, Turn } from './teams/adapter.ts';
import { NotAdmitted } from './teams/admission.ts';
import { NotAuthenticated } from './teams/authentication.ts';
import { readJson } from './teams/read-body.ts';
import type { Pages } from './web/pages.ts';
import type { Visits } from './web/visits.ts';
import type { WebAnswer } from './web/web-answer.ts';

/** Whether work can be taken; `details` are sentences on what is missing, or on what was looked at. */
export interface Readiness {
  readonly ok: boolean;
  readonly details: readonly string[];
}

export interface ServerParts {
  readonly adapter: TeamsAdapter;
  readonly onTurn: Turn;
  readonly ready: () => Promise<Readiness>;
  /** The bot's own pages. Left out: people cannot reach it, so there are none. */
  readonly pages?: Pages;
  /** How often an address may come without a token of the Bot Framework. Left out: as often as it likes. */
  readonly visits?: Visits;
  /** Whether people reach the bot over TLS. */
  readonly https?: boolean;
  readonly log: Log;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Teams' own limit for a message is 100 KB of UTF-16. */
  readonly bodyLimitBytes: number;
}

export interface BotServer {
  /** Starts listening. @returns the port. @throws the socket's error, such as EADDRINUSE */
  listen(): Promise<number>;
  /** Takes no new connections, lets what is under way finish within the limit, then cuts the rest off. */
  close(limitMilliseconds: number): Promise<void>;
  readonly server: HttpServer;
}

/** Milliseconds a client may take to send all of a request: slow senders hold a socket no longer. */
const requestMilliseconds = 30_000;

/** Longer than load balancers keep idle connections, so that it is never us who close one that is about to be used. */
const idleMilliseconds = 250_000;

/** Serves `POST /api/messages`, `GET /healthz` and `GET /readyz`, and the bot's own pages. */
export function createServer({
  adapter,
  onTurn,
  ready,
  pages = noPages,
  visits = () => undefined,
  https = false,
  log,
  host,
  port,
  bodyLimitBytes,
}: ServerParts): BotServer {
  const web = restify.createServer({ name: '' });
  const server: HttpServer = web.server;
  server.requestTimeout = requestMilliseconds;
  server.keepAliveTimeout = idleMilliseconds;
  // restify takes upgrades over without an answer; without a listener Node treats them as plain requests.
  server.removeAllListeners('upgrade');
  const headers = securityHeaders(https);
  // Before restify, which answers some requests by itself.
  server.prependListener('request', (_request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  });
  server.on('clientError', (error, socket) => answerBrokenRequest(error, socket, headers));
  const look = sharedLook(ready);
  let closing = false;

  // Before restify routes: a link's token is nothing that its errors or logs should see.
  web.pre((request, response, next) => {
    pages(request).then((answer) => {
      if (answer === undefined) return next();
      sendPage(response, answer);
      next(false);
    }, next);
  });
  web.post('/api/messages', answered(takeActivity));
  web.get(
    '/healthz',
    answered(async (_request, response) => send(response, 200, { status: 'alive' })),
  );
  web.get('/readyz', answered(reportReadiness));
  web.on(
    'restifyError',
    (_request: Request, response: Response, error: { statusCode?: unknown }, done: () => void) => {
      const status = error.statusCode === 404 || error.statusCode === 405 ? error.statusCode : 400;
      refuse(response, status, unroutable[status]);
      done();
    },
  );

  return { listen, close, server };

  async function takeActivity(request: Request, response: Response): Promise<void> {
    const authorization = request.headers.authorization ?? '';
    try {
      adapter.screen(authorization);
    } catch (error) {
      // What is still to come of the body flows by, so that the sender gets to read the answer.
      request.resume();
      return turnAway(request, response, error);
    }
    const read = await readJson(request, bodyLimitBytes);
    if (read.kind === 'gone') return;
    if (read.kind === 'unusable') return refuse(response, read.status, read.sentence);
    const activity = parseActivity(read.body);
    if (activity === undefined) {
      log.warn({ problems: problemsIn(read.body) }, 'Something that is no activity was turned away');
      return refuse(response, 400, 'The body is not an activity of the Bot Framework.');
    }
    try {
      const answer = await adapter.receive(authorization, activity, onTurn);
      return send(response, answer?.status ?? 200, answer?.body);
    } catch (error) {
      if (error instanceof NotAdmitted) {
        const { channelId, serviceUrl } = activity;
        log.warn({ channelId, serviceUrl, reason: error.message }, 'An activity was not admitted');
        return refuse(response, 403, error.message);
      }
      return turnAway(request, response, error);
    }
  }

  /** @throws what is not about the token */
  function turnAway(request: Request, response: Response, error: unknown): void {
    if (!(error instanceof NotAuthenticated)) throw error;
    const limited = visits(request);
    // A flood of them shall not fill the log.
    if (limited === undefined || limited.first)
      log.warn({ reason: reasonOf(error.cause) }, 'An activity came with a token that was not accepted');
    if (limited === undefined) {
      refuse(response, 401, 'This is for the Bot Framework only.');
      return;
    }
    response.setHeader('Retry-After', limited.waitSeconds);
    refuse(response, 429, 'Too many requests without a token of the Bot Framework came from this address.');
  }

  async function reportReadiness(_request: Request, response: Response): Promise<void> {
    const { ok, details } = await look().catch((error: unknown): Readiness => {
      log.error({ err: error }, 'Looking whether the bot is ready failed');
      return { ok: false, details: ['Looking whether the bot is ready failed; its log says why.'] };
    });
    send(response, ok ? 200 : 503, { status: ok ? 'ready' : 'not ready', details });
  }

  /** A handler that always ends in an answer, whatever is thrown. */
  function answered(handle: (request: Request, response: Response) => Promise<void>) {
    return async (request: Request, response: Response): Promise<void> => {
      try {
        await handle(request, response);
      } catch (error) {
        log.error({ err: error, path: request.url }, 'A request failed');
        if (!response.headersSent)
          refuse(response, 500, 'Something went wrong here. The log of the bot says what.');
      }
    };
  }

  function refuse(response: Response, status: number, sentence: string): void {
    send(response, status, { error: sentence });
  }

  function send(response: Response, status: number, body: unknown): void {
    if (closing) response.setHeader('Connection', 'close');
    const text = body === undefined ? '' : JSON.stringify(body);
    if (body !== undefined) response.setHeader('Content-Type', 'application/json');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.sendRaw(status, text);
  }

  function sendPage(response: ServerResponse, { status, headers, body }: WebAnswer): void {
    if (closing) response.setHeader('Connection', 'close');
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
  }

  async function listen(): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // On restify's own object: it hands the socket's errors on, and throws them where nobody listens.
    web.once('error', reject);
    server.listen(port, host, resolve);
    await promise;
    web.off('error', reject);
    web.on('error', (error: unknown) => log.error({ err: error }, 'The listening socket failed'));
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async function close(limitMilliseconds: number): Promise<void> {
    if (!server.listening) return;
    closing = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const cutOff = setTimeout(() => server.closeAllConnections(), limitMilliseconds);
    server.close(() => resolve());
    await promise;
    clearTimeout(cutOff);
  }
}

const noPages: Pages = async () => undefined;

const unroutable: Readonly<Record<400 | 404 | 405, string>> = {
  400: 'This request was not understood.',
  404: 'There is nothing here.',
  405: 'This address does not take that method.',
};

/** The SDK's words on a token: for the log, without stack or claims. */
const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : 'unknown');
