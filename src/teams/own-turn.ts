// A turn that the bot begins itself in a conversation it knows, with whatever comes of it.
import type { TurnContext } from 'botbuilder';
import type { TeamsAdapter } from './adapter.ts';
import type { StoredReference } from './conversations.ts';

/**
 * @param appId the bot's own app id, `''` in local mode
 * @throws whatever `work` throws. The outcome is carried out by hand: the adapter's `onTurnError` would swallow it.
 */
export async function inOwnTurn<T>(
  adapter: TeamsAdapter,
  appId: string,
  reference: StoredReference,
  work: (context: TurnContext) => Promise<T>,
): Promise<T> {
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  await adapter.continueConversationAsync(appId, reference, async (context) => {
    outcome = await work(context).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  });
  const ended = outcome ?? { error: new Error('The turn ended before it was run') };
  if ('error' in ended) throw ended.error;
  return ended.value;
}
