// The wire to the bot: posts one activity and says what came back.

/** What the bot's endpoint said; `undefined` where it said nothing in time or could not be reached. */
export type BotAnswer = { readonly status: number; readonly body: unknown } | undefined;

/** Posts an activity. Never throws. */
export type BotLine = (activity: unknown) => Promise<BotAnswer>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * @param botUrl where the bot takes activities
 * @param limitMs how long an answer may take, in milliseconds
 * @param closed ends calls under way when the chat closes
 */
export const createBotLine =
  (botUrl: string, limitMs: number, closed: AbortSignal): BotLine =>
  async (activity) => {
    try {
      const response = await fetch(botUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
        signal: AbortSignal.any([closed, AbortSignal.timeout(limitMs)]),
      });
      return { status: response.status, body: parsed(await response.text()) };
    } catch {
      return undefined;
    }
  };
