// Posts and updates outside of turns, through the Bot Framework.
import type { Activity, TurnContext } from 'botbuilder';
import type { Message, Notifier } from '../access/chat-ports.ts';
import { Fault } from '../access/fault.ts';
import type { SignInAsking } from '../access/sign-in-port.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { ConversationBook } from './conversation-book.ts';
import { storedReference } from './conversations.ts';
import { faultOf, isMessageGone } from './faults.ts';
import { activityOf, unmentioned } from './message-activity.ts';
import { sendingAs } from './queue/asking.ts';

/** What asks a person for their sign-in, made within a turn of their own chat. @throws Fault */
export type SignInActivity = (context: TurnContext, asking: SignInAsking) => Promise<Partial<Activity>>;

const noSignIn: SignInActivity = async () => {
  throw new Fault('rejected', 'Signing in is not set up.');
};

/**
 * @param appId the bot's own app id, `''` in local mode
 * @param book where conversations are looked up; one it does not know is a Fault `missing`
 * @param signInActivity draws what asks for a sign-in; left out: nobody is ever asked for one
 */
export function createNotifier(
  adapter: TeamsAdapter,
  appId: string,
  book: ConversationBook,
  signInActivity: SignInActivity = noSignIn,
): Notifier {
  return {
    async post(conversationId, message, sending = { urgency: 'news' }) {
      const reference = await referenceTo(conversationId);
      if (message.kind === 'sign-in')
        return sendingAs(sending, () =>
          within(reference, async (context) => sendAs(context, await signInActivity(context, message))),
        );
      return sendingAs(sending, () =>
        evenUnmentioned(message, (shown) => within(reference, (context) => send(context, shown))),
      );
    },
    async update(conversationId, messageId, message, sending = { urgency: 'refresh' }) {
      const reference = await referenceTo(conversationId);
      return sendingAs(sending, () =>
        evenUnmentioned(message, (shown) =>
          within(reference, async (context) => {
            try {
              await context.updateActivity({ ...activityOf(shown), id: messageId });
              return messageId;
            } catch (error) {
              // About one update in a thousand is answered so; people delete messages, too.
              if (!isMessageGone(error)) throw error;
              return send(context, shown);
            }
          }),
        ),
      );
    },
  };

  async function referenceTo(conversationId: string) {
    const stored = await book.recall(conversationId);
    // Only Teams can say that a conversation is gone; what was not written down yet may be, at the next message.
    if (stored === undefined)
      throw new Fault('unavailable', 'The bot does not know yet how to reach this conversation.');
    const parsed = storedReference.safeParse(stored);
    if (!parsed.success) {
      throw new Fault('unavailable', 'What is stored about this conversation cannot be read.', {
        cause: parsed.error,
      });
    }
    return parsed.data;
  }

  /** The outcome is carried out by hand: the adapter's `onTurnError` would swallow what goes wrong inside. */
  async function within(
    reference: Awaited<ReturnType<typeof referenceTo>>,
    work: (context: TurnContext) => Promise<string>,
  ): Promise<string> {
    let outcome: { readonly id: string } | { readonly error: unknown } | undefined;
    try {
      await adapter.continueConversationAsync(appId, reference, async (context) => {
        outcome = await work(context).then(
          (id) => ({ id }),
          (error: unknown) => ({ error }),
        );
      });
    } catch (error) {
      throw faultOf(error);
    }
    const ended = outcome ?? { error: new Error('The turn ended before it was run') };
    if ('error' in ended) throw faultOf(ended.error);
    return ended.id;
  }
}

/** A mention that Teams refuses, of somebody who is not there, must not take the message with it. */
async function evenUnmentioned(
  message: Message,
  put: (message: Message) => Promise<string>,
): Promise<string> {
  try {
    return await put(message);
  } catch (error) {
    const plain = unmentioned(message);
    if (plain === undefined || !(error instanceof Fault) || error.code !== 'rejected') throw error;
    return put(plain);
  }
}

const send = (context: TurnContext, message: Message): Promise<string> =>
  sendAs(context, activityOf(message));

async function sendAs(context: TurnContext, activity: Partial<Activity>): Promise<string> {
  const response = await context.sendActivity(activity);
  if (response?.id === undefined || response.id === '') {
    throw new Fault('in-doubt', 'Teams took the message but did not say under which id.');
  }
  return response.id;
}
