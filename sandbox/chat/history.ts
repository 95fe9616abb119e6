// All messages, in memory, and the news of each change for the pages that watch.
import type { CardJson, ChatMessage, Content, Delivery, Note } from './message.ts';

/** What a watching page is told. */
export type News =
  | { readonly type: 'message'; readonly message: ChatMessage }
  | { readonly type: 'removed'; readonly id: string }
  | { readonly type: 'typing'; readonly conversationId: string };

/** A new message. `threadId`: the channel post it answers. */
export interface NewMessage {
  readonly conversationId: string;
  readonly threadId?: string | undefined;
  readonly replyTo?: string | undefined;
  readonly from: string;
  readonly content: Content;
}

export interface History {
  add(message: NewMessage): ChatMessage;
  find(id: string): ChatMessage | undefined;
  all(): readonly ChatMessage[];
  /** The bot's replacement: everyone's view, personal views included. */
  replace(id: string, content: Content): void;
  remove(id: string): void;
  setDelivery(id: string, delivery: Delivery): void;
  /** What one person sees in place of everyone's card. */
  setView(id: string, personId: string, card: CardJson): void;
  /** What one person is told under the card; `undefined` takes it away. */
  setNote(id: string, personId: string, note: Note | undefined): void;
  typing(conversationId: string): void;
  /** @returns a function that ends the watch. */
  watch(listener: (news: News) => void): () => void;
}

/** An empty history. Ids are the time in milliseconds, as in Teams, and always grow. */
export const createHistory = (now: () => number): History => {
  const messages = new Map<string, ChatMessage>();
  const listeners = new Set<(news: News) => void>();
  let lastId = 0;

  const tell = (news: News): void => {
    for (const listener of listeners) listener(news);
  };
  const put = (message: ChatMessage): ChatMessage => {
    messages.set(message.id, message);
    tell({ type: 'message', message });
    return message;
  };
  const change = (id: string, changes: (message: ChatMessage) => Partial<ChatMessage>): void => {
    const message = messages.get(id);
    if (message !== undefined) put({ ...message, ...changes(message) });
  };

  return {
    add: ({ conversationId, threadId, replyTo, from, content }) => {
      const at = now();
      lastId = Math.max(lastId + 1, at);
      const id = String(lastId);
      return put({
        id,
        conversationId,
        threadId: threadId ?? id,
        replyTo,
        from,
        at,
        content,
        edits: 0,
        delivery: from === 'bot' ? 'delivered' : 'sending',
        views: {},
        notes: {},
      });
    },
    find: (id) => messages.get(id),
    all: () => [...messages.values()],
    replace: (id, content) => change(id, ({ edits }) => ({ content, edits: edits + 1, views: {} })),
    remove: (id) => {
      if (messages.delete(id)) tell({ type: 'removed', id });
    },
    setDelivery: (id, delivery) => change(id, () => ({ delivery })),
    setView: (id, personId, card) => change(id, ({ views }) => ({ views: { ...views, [personId]: card } })),
    setNote: (id, personId, note) =>
      change(id, ({ notes }) => {
        const { [personId]: _gone, ...others } = notes;
        return { notes: note === undefined ? others : { ...others, [personId]: note } };
      }),
    typing: (conversationId) => tell({ type: 'typing', conversationId }),
    watch: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
