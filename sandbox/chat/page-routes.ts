// What the page asks of its own server: the whole state, news as it comes, saying and pressing.
import { z } from 'zod';
import type { Client } from './activity-to-bot.ts';
import { TEAM } from './conversations.ts';
import type { Directory } from './directory.ts';
import type { History } from './history.ts';
import { HttpError, type Route, readJson, sendJson, startEvents } from './http.ts';
import { BOT, TENANT_ID } from './people.ts';
import type { Talk } from './talk.ts';

const isZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
};
const isLocale = (locale: string): boolean => {
  try {
    return Intl.getCanonicalLocales(locale).length === 1;
  } catch {
    return false;
  }
};

const base = z.object({
  personId: z.string(),
  conversationId: z.string(),
  client: z.object({ timeZone: z.string().refine(isZone), locale: z.string().refine(isLocale) }),
});
const saidSchema = base.extend({ text: z.string().max(20_000) });
const actedSchema = base.extend({
  messageId: z.string(),
  action: z.object({
    verb: z.string().optional(),
    id: z.string().optional(),
    data: z.record(z.string(), z.unknown()),
  }),
});

const checked = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new HttpError(400, 'BadSyntax', z.prettifyError(parsed.error));
  return parsed.data;
};

/** How a client describes itself where nobody said otherwise: this machine's own zone and English. */
export const defaultClient = (locale = 'en-US'): Client => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  locale,
});

export const pageRoutes = (
  directory: Directory,
  history: History,
  talk: Talk,
  azure: boolean,
): readonly Route[] => [
  {
    method: 'GET',
    path: '/api/state',
    answer: ({ response }) =>
      sendJson(response, 200, {
        tenantId: TENANT_ID,
        bot: BOT,
        team: TEAM,
        azure,
        people: directory.people,
        conversations: directory.conversations,
        messages: history.all(),
      }),
  },
  {
    method: 'GET',
    path: '/api/events',
    answer: ({ response }) => {
      response.on('close', history.watch(startEvents(response)));
    },
  },
  {
    method: 'POST',
    path: '/api/messages',
    answer: async ({ request, response }) => {
      const { personId, conversationId, text, client } = checked(saidSchema, await readJson(request));
      sendJson(response, 200, await talk.say(personId, conversationId, text, client));
    },
  },
  {
    method: 'POST',
    path: '/api/actions',
    answer: async ({ request, response }) => {
      const { personId, conversationId, messageId, action, client } = checked(
        actedSchema,
        await readJson(request),
      );
      sendJson(response, 200, await talk.act(personId, conversationId, messageId, action, client));
    },
  },
];
