// A chat as far as the broker can see it: keeps what was posted, and can refuse.
import type { Message, Notifier } from '../../src/access/chat-ports.ts';
import { Fault } from '../../src/access/fault.ts';
import type { Presenter } from '../../src/access/presenter-port.ts';
import type { SignInAsking } from '../../src/access/sign-in-port.ts';

export interface ChatModel extends Notifier {
  /** Every message as it stands now: `conversation: text`. */
  readonly texts: () => readonly string[];
  readonly posts: () => number;
}

/** @param troubles consumed one a call, in order: true fails that call; `lost`: it arrives, and its answer does not. */
export function chatModel(troubles: (boolean | 'lost')[] = []): ChatModel {
  const messages = new Map<string, string>();
  let posts = 0;
  const textOf = (message: Message | SignInAsking) =>
    message.kind === 'card' ? message.summary : message.text;
  const put = (id: string, conversationId: string, message: Message | SignInAsking): string => {
    const trouble = troubles.shift();
    if (trouble === true) throw new Fault('unavailable', 'Teams is away.');
    messages.set(id, `${conversationId}: ${textOf(message)}`);
    if (trouble === 'lost') throw new Fault('in-doubt', 'Teams did not answer in time.');
    return id;
  };
  return {
    texts: () => [...messages.values()],
    posts: () => posts,
    async post(conversationId, message) {
      posts += 1;
      return put(`m${posts}`, conversationId, message);
    },
    async update(conversationId, messageId, message) {
      return put(messageId, conversationId, message);
    },
  };
}

/** Says the bare facts, so that tests of settling do not depend on wording. */
export const barePresenter: Presenter = {
  card: (request, view) => ({ kind: 'card', card: {}, summary: `card ${view} of ${request.id}` }),
  decisionCard: (request, view, viewer) => ({
    kind: 'card',
    card: {},
    summary: `decision ${view} of ${request.id} for ${viewer}`,
  }),
  notice: (request, notice, to) => ({ kind: 'text', text: `${notice} of ${request.id} to ${to}` }),
  retired: (request, notice) => ({ kind: 'text', text: `retired ${notice} of ${request.id}` }),
};

/** Cards that offer no extension. */
export const noExtensions = { choicesFor: async () => [] };

export const quietLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
