// A stand-in for the Teams connector over real HTTP: keeps what the bot posts, and fails when told to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Persona, tenantId } from './people.ts';
import {
  type Clicking,
  clickActivity,
  type JsonObject,
  messageActivity,
  type Saying,
} from './teams-activities.ts';

/** One post or update the bot made, as it arrived. */
export interface Arrived {
  readonly conversationId: string;
  readonly id: string;
  readonly activity: JsonObject;
}

/**
 * How one call goes wrong. `reset` cuts the connection; `hang` never answers.
 * `afterwards`: the call takes effect first, and only its answer is lost or false.
 */
export type ConnectorFault = { readonly afterwards?: boolean } & (
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** 200 with a body of whatever kind; a text is sent as HTML. */
  | { readonly kind: 'odd'; readonly body: unknown }
);

/** What the bot's endpoint answered. `body` is parsed JSON, `undefined` where it was empty. */
export interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface FakeTeams {
  /** The service URL to put into activities. */
  readonly url: string;
  /** Every call in order, `POST /v3/…`, failed ones included. */
  readonly calls: readonly string[];
  readonly sent: readonly Arrived[];
  readonly updates: readonly Arrived[];
  /** Connections opened so far. */
  readonly connections: number;
  /** The next calls go wrong like this, one each, in order. */
  failNext(...faults: readonly ConnectorFault[]): void;
  /** From now on the message is gone, as if somebody had deleted it. */
  lose(messageId: string): void;
  /** Who is in a conversation or team, as the roster service describes accounts; in pages of `pageLength`. */
  members(conversationId: string, accounts: readonly JsonObject[], pageLength?: number): void;
  /** What is known of a team. */
  team(teamId: string, details: JsonObject): void;
  /** Resolves once `check` holds after some call; rejects after five seconds. */
  until(check: () => boolean): Promise<void>;
  say(botUrl: string, saying: Omit<Saying, 'serviceUrl'>): Promise<BotAnswer>;
  click(botUrl: string, clicking: Omit<Clicking, 'serviceUrl'>): Promise<BotAnswer>;
  close(): Promise<void>;
}

/** A person as Teams' roster service writes one: the Entra object id is called `objectId` there. */
export const accountOf = ({ id, name, teamsId }: Persona): JsonObject => ({
  id: teamsId,
  name,
  objectId: id,
  userPrincipalName: `${id}@contoso.example`,
  tenantId,
  userRole: 'user',
});

/** Posts any activity to a bot, as JSON. */
export async function sendToBot(botUrl: string, activity: unknown): Promise<BotAnswer> {
  const response = await fetch(botUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(activity),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** Starts one on a free port of 127.0.0.1. Close it. */
export async function startFakeTeams(): Promise<FakeTeams> {
  const calls: string[] = [];
  const sent: Arrived[] = [];
  const updates: Arrived[] = [];
  const faults: ConnectorFault[] = [];
  const present = new Set<string>();
  const rosters = new Map<string, { accounts: readonly JsonObject[]; pageLength: number }>();
  const teams = new Map<string, JsonObject>();
  const waiting = new Set<() => void>();
  let connections = 0;

  const server = createServer(async (request, response) => {
    const body = await readAll(request);
    calls.push(`${request.method} ${request.url}`);
    const fault = faults.shift();
    if (fault === undefined || fault.afterwards === true) {
      const carriedOut = serve(request, body);
      if (fault === undefined) answer(response, carriedOut);
    }
    if (fault !== undefined) goWrong(fault, request, response);
    for (const look of [...waiting]) look();
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the fake Teams has no port');
  const url = `http://127.0.0.1:${address.port}/`;

  return {
    url,
    calls,
    sent,
    updates,
    get connections() {
      return connections;
    },
    failNext: (...next) => void faults.push(...next),
    lose: (messageId) => void present.delete(messageId),
    members: (conversationId, accounts, pageLength = 500) =>
      void rosters.set(conversationId, { accounts, pageLength }),
    team: (teamId, details) => void teams.set(teamId, details),
    until,
    say: (botUrl, saying) => sendToBot(botUrl, messageActivity({ ...saying, serviceUrl: url })),
    click: (botUrl, clicking) => sendToBot(botUrl, clickActivity({ ...clicking, serviceUrl: url })),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };

  /** Carries a call out. */
  function serve({ url: path = '', method }: IncomingMessage, body: string): Answer {
    if (method === 'GET') return look(new URL(path, url));
    const match = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path);
    if (match === null) return { status: 404, body: errorBody('NotFound') };
    const conversationId = decodeURIComponent(match[1] ?? '');
    const named = decodeURIComponent(match[2] ?? '');
    if (method === 'POST') {
      const id = `message-${sent.length + 1}`;
      sent.push({ conversationId, id, activity: JSON.parse(body) });
      present.add(id);
      return { status: 201, body: { id } };
    }
    if (method !== 'PUT') return { status: 405, body: errorBody('MethodNotAllowed') };
    if (!present.has(named)) return { status: 404, body: errorBody('ActivityNotFoundInConversation') };
    updates.push({ conversationId, id: named, activity: JSON.parse(body) });
    return { status: 200, body: { id: named } };
  }

  /** Members and teams. */
  function look({ pathname, searchParams }: URL): Answer {
    const [, , kind, id = '', part, one] = pathname.split('/').map(decodeURIComponent);
    const details = kind === 'teams' ? teams.get(id) : undefined;
    if (details !== undefined) return { status: 200, body: details };
    const roster = kind === 'conversations' ? rosters.get(id) : undefined;
    if (roster === undefined) return { status: 404, body: errorBody('ConversationNotFound') };
    if (part === 'pagedmembers') return { status: 200, body: pageOf(roster, searchParams) };
    const account = part === 'members' ? roster.accounts.find((each) => each.id === one) : undefined;
    if (account === undefined) return { status: 404, body: errorBody('MemberNotFoundInConversation') };
    return { status: 200, body: account };
  }

  function until(check: () => boolean): Promise<void> {
    if (check()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const tooLate = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`never came true; the bot's calls were ${JSON.stringify(calls)}`));
      }, 5000);
      const look = () => {
        if (!check()) return;
        clearTimeout(tooLate);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
    });
  }
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function pageOf(roster: { accounts: readonly JsonObject[]; pageLength: number }, asked: URLSearchParams) {
  const from = Number(asked.get('continuationToken') ?? 0);
  const to = from + Math.min(roster.pageLength, Number(asked.get('pageSize') ?? roster.pageLength));
  return {
    members: roster.accounts.slice(from, to),
    ...(to < roster.accounts.length && { continuationToken: String(to) }),
  };
}

const errorBody = (code: string) => ({ error: { code, message: 'the raw text of Teams' } });

function goWrong(fault: ConnectorFault, request: IncomingMessage, response: ServerResponse): void {
  switch (fault.kind) {
    case 'answer':
      for (const [name, value] of Object.entries(fault.headers ?? {})) response.setHeader(name, value);
      answer(response, { status: fault.status, body: errorBody(fault.code ?? 'Fault') });
      return;
    case 'odd':
      answer(response, { status: 200, body: fault.body });
      return;
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
  }
}

/** Not by `writeHead`: restify replaces that one for the whole process, and it returns nothing then. */
function answer(response: ServerResponse, { status, body }: Answer): void {
  response.statusCode = status;
  const html = typeof body === 'string';
  response.setHeader('content-type', html ? 'text/html' : 'application/json');
  response.end(html ? body : JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return text;
}
