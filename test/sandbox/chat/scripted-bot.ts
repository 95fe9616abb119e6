// A bot endpoint for these tests: remembers every activity, and answers as the test tells it to.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { type Chat, startChat } from '../../../sandbox/chat/start-chat.ts';

const addressSchema = z.object({ port: z.number() });
const activitySchema = z.looseObject({
  type: z.string(),
  serviceUrl: z.string(),
  conversation: z.looseObject({ id: z.string() }),
});
export type Received = z.infer<typeof activitySchema>;

/** The bot's answer; `'silence'` is none at all. */
export type Answer = { readonly status: number; readonly body?: unknown } | 'silence';

export interface ScriptedBot {
  readonly url: string;
  /** What came, without the news of the installation. */
  readonly heard: readonly Received[];
  /** The news of the installation. */
  readonly installs: readonly Received[];
  /** Answers everything from now on. */
  answers(script: (activity: Received) => Answer | Promise<Answer>): void;
  close(): Promise<void>;
}

const INSTALLS = new Set(['conversationUpdate', 'installationUpdate']);

export const startScriptedBot = async (): Promise<ScriptedBot> => {
  const heard: Received[] = [];
  const installs: Received[] = [];
  let script: (activity: Received) => Answer | Promise<Answer> = () => ({ status: 200 });

  const server = createServer(async (request, response) => {
    const activity = activitySchema.parse(await json(request));
    if (INSTALLS.has(activity.type)) {
      installs.push(activity);
      response.writeHead(200);
      response.end();
      return;
    }
    heard.push(activity);
    const answer = await script(activity);
    if (answer === 'silence') return;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${addressSchema.parse(server.address()).port}/api/messages`,
    heard,
    installs,
    answers: (next) => {
      script = next;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
};

/** A chat and its scripted bot, installed. */
export const startWorld = async (
  more: { readonly azureUrl?: string; readonly answerWithinMs?: number } = {},
): Promise<{ readonly chat: Chat; readonly bot: ScriptedBot; close(): Promise<void> }> => {
  const bot = await startScriptedBot();
  const chat = await startChat({ botUrl: bot.url, now: () => Date.UTC(2026, 0, 31, 12, 0, 0), ...more });
  await chat.installed;
  return {
    chat,
    bot,
    close: async () => {
      await chat.close();
      await bot.close();
    },
  };
};

/** Posts as the bot would, without its SDK. @returns the answer's status and JSON body */
export const call = async (
  url: string,
  method: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown; readonly headers: Headers }> => {
  const response = await fetch(url, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
};

/** A card with one button. */
export const cardSaying = (text: string, more: Readonly<Record<string, unknown>> = {}) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
  actions: [{ type: 'Action.Execute', title: 'Approve', verb: 'approve', data: { id: 'r-1' } }],
  ...more,
});

export const cardActivityOf = (card: unknown) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});
