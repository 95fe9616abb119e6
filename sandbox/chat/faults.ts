// Trouble on request: tests ask for it with POST /_sandbox/faults, and DELETE takes it back.
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { threadOf } from './conversations.ts';
import { HttpError, type Route, readJson, sendJson } from './http.ts';

/** Which of the bot's calls. `post` covers replies. */
export type FaultTarget = 'post' | 'update' | 'delete' | 'members' | 'create';

const faultSchema = z.strictObject({
  on: z.enum(['post', 'update', 'delete', 'members', 'create']).default('post'),
  kind: z.enum([
    'throttled',
    'precondition-failed',
    'bad-gateway',
    'server-error',
    'activity-gone',
    'bot-disabled',
    'bot-not-in-roster',
    'conversation-gone',
    'reset',
    'hang',
  ]),
  /** Only calls about this conversation, by id without its thread. Left out: all. */
  in: z.string().optional(),
  /** How many calls it hits. */
  times: z.int().min(1).default(1),
  /** Only with `throttled`: the Retry-After header, in seconds. Left out: no such header. */
  retryAfterSeconds: z.int().min(0).optional(),
  /** The call takes effect, and only its answer is the fault: the case a blind repeat makes worse. */
  afterEffect: z.boolean().default(false),
});
type AskedFault = z.infer<typeof faultSchema>;

export interface Faults {
  readonly routes: readonly Route[];
  /**
   * Runs `effect` unless a fault is due for this call; a fault with `afterEffect` runs it and still fails.
   * @returns undefined where the call gets no answer at all. @throws HttpError the fault
   */
  around<T>(
    target: FaultTarget,
    conversationId: string | undefined,
    response: ServerResponse,
    effect: () => T,
  ): T | undefined;
}

const STATUSES = {
  'precondition-failed': [412, 'PreconditionFailed', 'Precondition failed, please retry.'],
  'bad-gateway': [502, 'BadGateway', 'Bad gateway.'],
  'server-error': [500, 'ServiceError', 'Unknown error.'],
  'activity-gone': [404, 'ActivityNotFoundInConversation', 'The activity was not found in the conversation.'],
  'bot-disabled': [403, 'BotDisabledByAdmin', 'The tenant admin disabled this bot.'],
  'bot-not-in-roster': [403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.'],
  'conversation-gone': [404, 'ConversationNotFound', 'Conversation not found.'],
} as const;

const fail = (fault: AskedFault, response: ServerResponse): undefined => {
  if (fault.kind === 'hang') return undefined;
  if (fault.kind === 'reset') {
    response.destroy();
    return undefined;
  }
  if (fault.kind === 'throttled') {
    const wait = fault.retryAfterSeconds;
    throw new HttpError(
      429,
      'Throttled',
      'Too many requests.',
      wait === undefined ? {} : { 'retry-after': String(wait) },
    );
  }
  const [status, code, message] = STATUSES[fault.kind];
  throw new HttpError(status, code, message);
};

/** No trouble until somebody asks for it. */
export const createFaults = (): Faults => {
  let pending: { fault: AskedFault; left: number }[] = [];

  return {
    routes: [
      {
        method: 'POST',
        path: '/_sandbox/faults',
        answer: async ({ request, response }) => {
          const fault = faultSchema.safeParse(await readJson(request));
          if (!fault.success) throw new HttpError(400, 'BadSyntax', z.prettifyError(fault.error));
          pending.push({ fault: fault.data, left: fault.data.times });
          sendJson(response, 201, fault.data);
        },
      },
      {
        method: 'DELETE',
        path: '/_sandbox/faults',
        answer: ({ response }) => {
          pending = [];
          sendJson(response, 200, {});
        },
      },
    ],
    around: (target, conversationId, response, effect) => {
      const inPlace = (asked: string | undefined): boolean =>
        asked === undefined || asked === threadOf(conversationId ?? '').id;
      const due = pending.find(({ fault }) => fault.on === target && inPlace(fault.in));
      if (due === undefined) return effect();
      due.left -= 1;
      if (due.left === 0) pending = pending.filter((other) => other !== due);
      if (due.fault.afterEffect) effect();
      return fail(due.fault, response);
    },
  };
};
