// One person at their chat: says, presses, and looks whether what must come has come.
import { setTimeout as pause } from 'node:timers/promises';
import { APPROVALS_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import type { ChatPerson } from '../../sandbox/chat/people.ts';
import type { Rhythm } from './rhythm.ts';
import type { SoakWorld } from './world.ts';

export interface Desk {
  readonly person: ChatPerson;
  /** Says it. @returns the bot's messages that came by the end of the turn. @throws Error when it was not delivered */
  say(text: string): Promise<readonly ChatMessage[]>;
  /** Presses a button, of a card in any conversation. @throws Error when the bot answers with an error, or not at all */
  press(message: ChatMessage, title: string): Promise<void>;
  /** The message as it is now. */
  now(message: ChatMessage): ChatMessage | undefined;
  /** The card as this person sees it now, as JSON text. */
  card(message: ChatMessage): string;
  /** Waits until the card's status is this. @throws Error saying what it was instead */
  becomes(message: ChatMessage, status: string, seconds: number): Promise<void>;
  /** The bot's words to this person since a message of the chat. */
  since(message: ChatMessage): readonly string[];
  /** Waits until the bot has said something like this since a message. @throws Error when it does not come */
  told(message: ChatMessage, words: RegExp, seconds: number): Promise<void>;
  /** The approvers' card of a request. @throws Error when none comes */
  decisionCard(requestId: string): Promise<ChatMessage>;
  /** Throws away old messages of the bot, for the chat's own memory. */
  tidy(): Promise<void>;
}

const lookEveryMs = 500;
const keptMessages = 30;

export function createDesk({ chat }: SoakWorld, rhythm: Rhythm, person: ChatPerson): Desk {
  const own = personalChatId(person);
  const botsIn = (conversationId: string): readonly ChatMessage[] =>
    chat.messages(conversationId).filter(({ from }) => from === 'bot');
  const now = (message: ChatMessage): ChatMessage | undefined =>
    chat.messages(message.conversationId).find(({ id }) => id === message.id);
  const card = (message: ChatMessage): string =>
    JSON.stringify(cardFor(now(message) ?? message, person.id) ?? {});
  const statusNow = (message: ChatMessage): string | undefined => /"text":"([^"]*)"/.exec(card(message))?.[1];

  async function until<T>(
    look: () => T | undefined | false,
    seconds: number,
    otherwise: () => string,
  ): Promise<T> {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      const seen = look();
      if (seen !== undefined && seen !== false) return seen;
      if (performance.now() > deadline) throw new Error(`${person.name}: ${otherwise()}`);
      await pause(lookEveryMs);
    }
  }

  const since = (message: ChatMessage): readonly string[] =>
    botsIn(own)
      .filter(({ id }) => Number(id) > Number(message.id))
      .map(({ content }) => content.text);

  return {
    person,
    now,
    card,
    say: (text) =>
      rhythm.turn(async () => {
        const before = new Set(botsIn(own).map(({ id }) => id));
        const { delivery } = await chat.sendAs(person.id, own, text);
        const answers = botsIn(own).filter(({ id }) => !before.has(id));
        if (delivery !== 'delivered') throw new Error(`${person.name}: “${text}” was ${delivery}`);
        if (answers.length === 0) throw new Error(`${person.name}: “${text}” was not answered`);
        return answers;
      }),
    press: async (message, title) => {
      const outcome = await rhythm.turn(() => chat.press(person.id, message.id, title));
      if (outcome.kind === 'error' || outcome.kind === 'unreachable')
        throw new Error(`${person.name}: pressing “${title}” was answered by ${JSON.stringify(outcome)}`);
    },
    becomes: async (message, status, seconds) => {
      await until(
        () => statusNow(message) === status,
        seconds,
        () => `the card did not become ${status} in ${seconds} s, but was ${statusNow(message)}`,
      );
    },
    since,
    told: async (message, words, seconds) => {
      await until(
        () => since(message).some((text) => words.test(text)),
        seconds,
        () => `${words} was not told in ${seconds} s, but ${JSON.stringify(since(message))}`,
      );
    },
    decisionCard: (requestId) =>
      until(
        () =>
          botsIn(APPROVALS_CHANNEL_ID).findLast(({ content }) =>
            JSON.stringify(content.card ?? {}).includes(requestId),
          ),
        30,
        () => 'the approvers were not asked',
      ),
    tidy: () => tidy(chat.url, botsIn(own)),
  };
}

/** The chat keeps everything for ever; the bot's own road takes its messages away, without its knowing. */
export async function tidy(chatUrl: string, messages: readonly ChatMessage[]): Promise<void> {
  for (const { conversationId, id } of messages.slice(0, -keptMessages))
    await fetch(`${chatUrl}/v3/conversations/${encodeURIComponent(conversationId)}/activities/${id}`, {
      method: 'DELETE',
    }).then((answer) => answer.arrayBuffer());
}
