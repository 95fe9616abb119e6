// Turns what the Bot Framework throws into our small closed set of faults.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import { NotAdmitted } from './admission.ts';
import { NoAnswer } from './outgoing.ts';
import { NotYet } from './queue/teams-queue.ts';
import { retryAfterSeconds } from './retry-after.ts';

/** The parts of azure-core's RestError that are looked at. */
const connectorError = z.object({
  statusCode: z.number(),
  request: z.object({ method: z.string() }).optional(),
  response: z
    .object({
      bodyAsText: z.string().nullish(),
      headers: z.custom<{ get(name: string): string | undefined }>(
        (headers) => typeof headers === 'object' && headers !== null && 'get' in headers,
      ),
    })
    .optional(),
});

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/**
 * 403s after which nothing can ever be posted here again, from "Status codes from bot conversational APIs"
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages).
 */
const goneCodes: ReadonlySet<string> = new Set([
  'BotDisabledByAdmin',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ConversationNotFound',
]);

/** Seconds to leave a throttled conversation alone where the answer names no time; Teams counts in windows of up to 30 s. */
const throttledSeconds = 30;

/** The connector's answer, as far as it matters. */
interface Refusal {
  readonly status: number;
  /** Teams' own code such as `ConversationNotFound`; `''` where there is none. */
  readonly code: string;
}

/** What the connector answered; `undefined` for every other error. */
function connectorRefusal(error: unknown): Refusal | undefined {
  const parsed = connectorError.safeParse(error);
  if (!parsed.success) return undefined;
  return { status: parsed.data.statusCode, code: codeIn(parsed.data.response?.bodyAsText) };
}

/** True when the message to replace is not there (any more), while its conversation may be. */
export function isMessageGone(error: unknown): boolean {
  const refusal = connectorRefusal(error);
  return refusal?.status === 404 && !goneCodes.has(refusal.code);
}

/**
 * The fault for an error thrown by a call to the connector. Faults pass through.
 * A programming error comes back as `unavailable` too, with itself as the cause: nothing was posted.
 */
export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof NotAdmitted)
    return new Fault('rejected', 'Teams gave an address the bot may not post to.', { cause: error });
  if (error instanceof NotYet) {
    const { retryAfterSeconds } = error;
    const more = { cause: error, retryAfterSeconds, reason: 'not-yet' } as const;
    return new Fault('throttled', 'Teams takes only so many messages at a time.', more);
  }
  if (error instanceof NoAnswer) return unanswered(error.inDoubt, error);
  const parsed = connectorError.safeParse(error);
  if (!parsed.success)
    return new Fault('unavailable', 'The message could not be sent to Teams.', { cause: error });

  const { statusCode: status, request, response } = parsed.data;
  const code = codeIn(response?.bodyAsText);
  // It was taken, but its answer cannot be read. A redirect, never followed, was not.
  if (status < 300) return unanswered(true, error);
  if (status === 404 || (status === 403 && goneCodes.has(code))) {
    return new Fault('missing', 'The conversation is gone, or the bot was removed from it.', {
      cause: error,
    });
  }
  if (status === 429) {
    const asked = retryAfterSeconds(response?.headers.get('retry-after'), response?.headers.get('date'));
    return new Fault('throttled', 'Teams asks the bot to write more slowly.', {
      cause: error,
      retryAfterSeconds: asked ?? throttledSeconds,
    });
  }
  if (status === 401 || status === 403) {
    return new Fault('forbidden', 'Teams does not let the bot write here.', { cause: error });
  }
  if (status < 400 || status === 412 || status === 502 || status === 503) return unanswered(false, error);
  if (status >= 500) return unanswered(request?.method === 'POST', error);
  return new Fault('rejected', 'Teams did not accept the message.', { cause: error });
}

const unanswered = (inDoubt: boolean, cause: unknown): Fault =>
  inDoubt
    ? new Fault('in-doubt', 'Teams did not confirm the message; it may have been posted.', { cause })
    : new Fault('unavailable', 'Teams could not be reached.', { cause });

function codeIn(bodyAsText: string | null | undefined): string {
  try {
    return errorBody.parse(JSON.parse(bodyAsText ?? '')).error.code;
  } catch {
    return '';
  }
}
