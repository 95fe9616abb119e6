// The local chat: a Bot Framework connector service and a page that looks like Teams, on 127.0.0.1 only.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { CardAction } from './activity-to-bot.ts';
import { azureRoutes } from './azure-routes.ts';
import { createBotLine } from './bot-line.ts';
import { pressed } from './card-parts.ts';
import { connectorRoutes } from './connector.ts';
import { type Conversation, threadOf } from './conversations.ts';
import { createDirectory } from './directory.ts';
import { createFaults } from './faults.ts';
import { createHistory } from './history.ts';
import { HttpError, type Route, routed, sendError } from './http.ts';
import { install } from './install.ts';
import type { ActOutcome } from './invoke-answer.ts';
import { type ChatMessage, cardFor } from './message.ts';
import { defaultClient, pageRoutes } from './page-routes.ts';
import { type ChatPerson, PEOPLE } from './people.ts';
import { staticRoutes } from './static-routes.ts';
import { createTalk } from './talk.ts';

export interface ChatOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  /** Where the bot takes activities, such as `http://127.0.0.1:3978/api/messages`. Loopback only. */
  readonly botUrl: string;
  /** The Azure simulator, for the picture of the NSGs. Loopback only. */
  readonly azureUrl?: string;
  readonly people?: readonly ChatPerson[];
  /** The clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** How long the bot's answer may take before "Unable to reach app", in milliseconds. */
  readonly answerWithinMs?: number;
  /** What the bot is told to call, where something stands between it and the chat. Without a slash at its end. */
  readonly serviceUrl?: string;
  /** What clients say that they speak, where no page says otherwise; BCP 47. */
  readonly locale?: string;
}

export interface Chat {
  readonly url: string;
  readonly people: readonly ChatPerson[];
  readonly conversations: readonly Conversation[];
  /** Resolves when the bot has been told of every place it is installed in. */
  readonly installed: Promise<void>;
  /** Of a conversation, or of one channel thread (`…;messageid=…`), oldest first. */
  messages(conversationId: string): readonly ChatMessage[];
  /**
   * Says something; in groups and channels `@JIT Access` and `@Ada Engineer` are mentions. People are Entra object ids.
   * @returns the message when the bot's turn is over. @throws HttpError
   */
  sendAs(personId: string, conversationId: string, text: string): Promise<ChatMessage>;
  /** Sends an Action.Execute with whatever data, also data no card offers. @throws HttpError */
  act(personId: string, conversationId: string, messageId: string, action: CardAction): Promise<ActOutcome>;
  /** Presses a button of the card as this person sees it, having typed into its inputs (by input id). @throws Error */
  press(
    personId: string,
    messageId: string,
    title: string,
    inputs?: Readonly<Record<string, string>>,
  ): Promise<ActOutcome>;
  /** Takes somebody off the roster the bot is told, in a channel off the whole team's. They can still press and say. */
  leave(personId: string, conversationId: string): void;
  close(): Promise<void>;
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The chat authenticates nobody, so it reaches this machine only. @throws Error for any other host */
const onLoopback = (url: string): string => {
  if (!LOOPBACK.has(new URL(url).hostname))
    throw new Error(`The sandbox talks to this machine only, not to ${url}.`);
  return url;
};

/** Pages elsewhere could reach this port under a name of their own; such names are not ours. */
const refuseForeignNames = (request: IncomingMessage): void => {
  const host = request.headers.host ?? '';
  if (!LOOPBACK.has(host.replace(/:\d+$/, '')))
    throw new HttpError(421, 'MisdirectedRequest', 'Unknown host.');
};

const answering =
  (routes: readonly Route[]) => async (request: IncomingMessage, response: ServerResponse) => {
    try {
      refuseForeignNames(request);
      const { route, params } = routed(routes, request);
      await route.answer({ request, response, params });
    } catch (error) {
      if (response.headersSent || response.destroyed) return response.destroy();
      if (error instanceof HttpError) return sendError(response, error);
      console.error(error);
      sendError(response, new HttpError(500, 'ServiceError', 'The sandbox chat broke; see its output.'));
    }
  };

const portSchema = z.object({ port: z.number() });

/** Starts the chat. @throws Error where the port is taken, or an address is not on this machine */
export const startChat = async (options: ChatOptions): Promise<Chat> => {
  const { port = 0, azureUrl, people = PEOPLE, now = Date.now, answerWithinMs = 15_000 } = options;
  const closing = new AbortController();
  const client = defaultClient(options.locale);
  const directory = createDirectory(people);
  const history = createHistory(now);
  const faults = createFaults();
  const line = createBotLine(onLoopback(options.botUrl), answerWithinMs, closing.signal);
  const talk = createTalk({ directory, history, line, now, serviceUrl: () => serviceUrl });

  const server = createServer(
    answering([
      ...connectorRoutes(directory, history, faults, (message) => void talk.refresh(message, client)),
      ...faults.routes,
      ...pageRoutes(directory, history, talk, azureUrl !== undefined),
      ...(azureUrl === undefined ? [] : azureRoutes(onLoopback(azureUrl), closing.signal)),
      ...staticRoutes(),
    ]),
  );
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${portSchema.parse(server.address()).port}`;
  const serviceUrl = `${options.serviceUrl ?? url}/`;
  const installed = install(directory, line, serviceUrl, client, now, closing.signal);

  return {
    url,
    people: directory.people,
    conversations: directory.conversations,
    installed,
    messages: (conversationId) => {
      const { id, threadId } = threadOf(conversationId);
      const belongs = (message: ChatMessage): boolean =>
        message.conversationId === id && (threadId === undefined || message.threadId === threadId);
      return history.all().filter(belongs);
    },
    sendAs: (personId, conversationId, text) => talk.say(personId, conversationId, text, client),
    act: (personId, conversationId, messageId, action) =>
      talk.act(personId, conversationId, messageId, action, client),
    press: async (personId, messageId, title, inputs = {}) => {
      const message = history.find(messageId);
      const card = message && cardFor(message, personId);
      if (!card) throw new Error(`Message ${messageId} shows no card.`);
      return talk.act(personId, message.conversationId, messageId, pressed(card, title, inputs), client);
    },
    leave: (personId, conversationId) => {
      const place = directory.place(conversationId);
      if (place === undefined) throw new Error(`There is no conversation ${conversationId}.`);
      directory.leave(personId, place.conversation);
    },
    close: async () => {
      closing.abort();
      await installed;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};
