// People who write and click as Teams delivers it: the same activity again until the bot has answered it.
import { setTimeout as pause } from 'node:timers/promises';
import { inventoryLoadingAnswer } from '../../cards/answers.ts';
import {
  type Activity,
  type CardAction,
  cardActivity,
  messageActivity,
  type Occasion,
} from '../../sandbox/chat/activity-to-bot.ts';
import { withMentions } from '../../sandbox/chat/mentions.ts';
import type { ChatMessage } from '../../sandbox/chat/message.ts';
import { BOT, type ChatPerson } from '../../sandbox/chat/people.ts';
import type { Chat } from '../../sandbox/chat/start-chat.ts';

export interface Users {
  /** Writes a sentence, in channels to the bot. Resolves when the bot's turn over it came to its end. */
  say(person: ChatPerson, conversationId: string, text: string): Promise<void>;
  /** Presses a button. Resolves when the bot has answered. */
  act(person: ChatPerson, message: ChatMessage, action: CardAction): Promise<void>;
}

interface Parts {
  readonly chat: Chat;
  readonly messagesUrl: string;
  readonly serviceUrl: string;
  /** Aborted when the world ends. */
  readonly over: AbortSignal;
}

const client = { timeZone: 'Europe/Amsterdam', locale: 'en-GB' };
/** Teams gives up on an answer after 15 s. */
const patienceMs = 15_000;
const againMs = 250;
const loading = inventoryLoadingAnswer();

export function createUsers({ chat, messagesUrl, serviceUrl, over }: Parts): Users {
  let said = 0;
  const turns = new Map<string, Promise<void>>();

  function occasion(person: ChatPerson, conversationId: string, id: string, threadId: string): Occasion {
    const conversation = chat.conversations.find((one) => one.id === conversationId);
    if (conversation === undefined) throw new Error(`There is no conversation ${conversationId}.`);
    return { id, serviceUrl: `${serviceUrl}/`, person, conversation, threadId, at: Date.now(), client };
  }

  /**
   * Right after a start the bot may say that it does not know the machines yet: whoever reads that tries again. An activity
   * that was delivered twice, to two lives of the bot, may have got two answers: the last one counts.
   */
  const loadingSaid = (conversationId: string, activityId: string): boolean =>
    chat.messages(conversationId).findLast(({ replyTo }) => replyTo === activityId)?.content.text === loading;

  /** One sentence after the other in a conversation, so that each knows its answer. */
  function inTurn(conversationId: string, work: () => Promise<void>): Promise<void> {
    const mine = (turns.get(conversationId) ?? Promise.resolve()).then(work);
    turns.set(
      conversationId,
      mine.catch(() => undefined),
    );
    return mine;
  }

  /** @returns whether the bot knew the machines */
  async function deliver(activity: Activity, { id, conversation }: Occasion): Promise<boolean> {
    for (;;) {
      over.throwIfAborted();
      let answer = '';
      const status = await fetch(messagesUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(activity),
        signal: AbortSignal.any([over, AbortSignal.timeout(patienceMs)]),
      }).then(
        async (response) => {
          answer = await response.text();
          return response.status;
        },
        () => undefined,
      );
      if (status !== undefined && status < 300)
        return !answer.includes(loading) && !loadingSaid(conversation.id, id);
      await pause(againMs);
    }
  }

  function sayOnce(person: ChatPerson, conversationId: string, text: string): Promise<boolean> {
    said += 1;
    const id = `said-${said}`;
    const when = occasion(person, conversationId, id, id);
    const { text: written, mentions } = withMentions(text, [BOT]);
    const message: ChatMessage = {
      id,
      conversationId,
      threadId: id,
      from: person.id,
      at: when.at,
      content: { text: written, mentions: [], suggestions: [] },
      edits: 0,
      delivery: 'sending',
      views: {},
      notes: {},
    };
    const activity = messageActivity(when, message, when.conversation.kind === 'personal' ? [] : mentions);
    return deliver(activity, when);
  }

  return {
    say: (person, conversationId, text) =>
      inTurn(conversationId, async () => {
        while (!(await sayOnce(person, conversationId, text))) await pause(againMs);
      }),
    act: async (person, message, action) => {
      for (;;) {
        said += 1;
        const when = occasion(person, message.conversationId, `clicked-${said}`, message.threadId);
        const activity = cardActivity(when, message.id, action, 'manual');
        if (await deliver(activity, when)) return;
        await pause(againMs);
      }
    },
  };
}
