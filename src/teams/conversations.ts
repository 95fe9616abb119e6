// Where a conversation is reached: read off each activity, and written down when it changed.
import { type Activity, ActivityEventNames, ActivityTypes, type Middleware } from 'botbuilder';
import { z } from 'zod';
import type { Log } from '../access/log-port.ts';
import type { ConversationBook, PersonalChats } from './conversation-book.ts';
import { entraId } from './member.ts';
import { statedType } from './said.ts';

/** A conversation reference as stored. Says nothing of who spoke last: it is the conversation's, not a person's. */
export const storedReference = z.object({
  channelId: z.string(),
  serviceUrl: z.string(),
  bot: z.object({ id: z.string(), name: z.string() }),
  conversation: z.object({
    /** As Teams gave it; in a channel it may end in `;messageid=…`, which is the thread. */
    id: z.string(),
    conversationType: z.string(),
    tenantId: z.string(),
    isGroup: z.boolean(),
    name: z.string(),
  }),
});

export type StoredReference = z.infer<typeof storedReference>;

/** The plain JSON reference of the conversation an activity came from. */
export const referenceOf = ({
  channelId,
  serviceUrl,
  recipient,
  conversation,
}: Activity): StoredReference => ({
  channelId,
  serviceUrl,
  bot: { id: recipient?.id ?? '', name: recipient?.name ?? '' },
  conversation: {
    id: conversation.id,
    conversationType: statedType(conversation),
    tenantId: conversation.tenantId ?? '',
    isGroup: conversation.isGroup ?? false,
    // The topic's name would be written anew with every renaming, and nothing needs it.
    name: '',
  },
});

/** The whole channel of a thread's reference, where posts begin threads of their own; any other one as it is. */
export const channelOf = (reference: StoredReference): StoredReference => ({
  ...reference,
  conversation: { ...reference.conversation, id: reference.conversation.id.replace(/;messageid=.*$/, '') },
});

/**
 * Middleware that remembers where each turn came from, before the turn: what it starts may have to post there.
 * The service URL can change, so every turn is looked at; only a change is written.
 * Of a personal chat also whose it is, so that they can be written to there.
 * @param capacity how many conversations are known to be written down already, in memory
 */
export function remembering(book: ConversationBook & PersonalChats, log: Log, capacity = 10_000): Middleware {
  const written = new Map<string, string>();

  return {
    async onTurn({ activity }, next) {
      if (!isOurOwn(activity)) await rememberWhereFrom(activity);
      await next();
    },
  };

  async function rememberWhereFrom(activity: Activity): Promise<void> {
    const reference = referenceOf(activity);
    const { id } = reference.conversation;
    // Whoever speaks in a personal chat is the one person in it.
    const owner =
      reference.conversation.conversationType === 'personal' ? entraId(activity.from.aadObjectId) : undefined;
    const json = JSON.stringify([reference, owner]);
    if (written.get(id) === json) return;
    try {
      await book.remember(id, reference);
      if (owner !== undefined) await book.rememberPersonalChat(owner, id);
      const channel = channelOf(reference);
      // A channel that notices go to is written in only through its threads; its own reference must keep up with them.
      if (channel.conversation.id !== id && (await book.recall(channel.conversation.id)) !== undefined)
        await book.remember(channel.conversation.id, channel);
    } catch (error) {
      log.warn(
        { err: error, conversationId: id },
        'The conversation could not be written down; the next turn tries again',
      );
      return;
    }
    const oldest = written.size < capacity ? undefined : written.keys().next().value;
    if (oldest !== undefined) written.delete(oldest);
    written.set(id, json);
  }
}

/** A turn the notifier started itself, from the very reference it would store. */
const isOurOwn = ({ type, name }: Activity): boolean =>
  type === ActivityTypes.Event && name === ActivityEventNames.ContinueConversation;
