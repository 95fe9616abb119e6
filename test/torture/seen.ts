// What people see in the chat of a doomed world, by the machine it is about.
import { setTimeout as pause } from 'node:timers/promises';
import { pressed } from '../../sandbox/chat/card-parts.ts';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import type { ChatPerson } from '../../sandbox/chat/people.ts';
import { statusWord } from '../support/local-world.ts';
import type { DoomedWorld } from './world.ts';

/** Looks until `look` answers something. @throws when the world ends before */
export async function seen<T>(world: DoomedWorld, look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    world.over.throwIfAborted();
    await pause(50);
  }
}

const posts = (world: DoomedWorld, conversationId: string): readonly ChatMessage[] =>
  world.chat.messages(conversationId).filter(({ from }) => from === 'bot');

/** What a post says, card or words. */
export const textOf = ({ content }: ChatMessage): string =>
  content.card === undefined ? content.text : JSON.stringify(content.card);

/** Whether a post is about a machine: their names have all the same length, so none is part of another. */
export const isAbout = (machine: string, message: ChatMessage): boolean => textOf(message).includes(machine);

/** Cards about a machine in a conversation, oldest first. A kill may have made two of one. */
export const cardsAbout = (
  world: DoomedWorld,
  conversationId: string,
  machine: string,
): readonly ChatMessage[] =>
  posts(world, conversationId).filter(
    (message) => message.content.card !== undefined && isAbout(machine, message),
  );

/** Whether somebody sees a card about a machine with one of these words on top. */
export const shows = (
  world: DoomedWorld,
  person: ChatPerson,
  machine: string,
  words: readonly string[],
): boolean =>
  cardsAbout(world, personalChatId(person), machine).some((message) =>
    words.includes(statusWord(cardFor(message, person.id)) ?? ''),
  );

/** The first words in bold, which say what a notice is about, if it is one; a mention may come before. */
export const headOf = (text: string): string | undefined => /^[^*]*\*\*([^*:]+)/.exec(text)?.[1];

/** The heads of the notices about a machine, to a person or to on-call, oldest first. */
export const noticesAbout = (
  world: DoomedWorld,
  to: ChatPerson | 'on-call',
  machine: string,
): readonly string[] =>
  posts(world, to === 'on-call' ? ON_CALL_CHANNEL_ID : personalChatId(to))
    .filter((message) => message.content.card === undefined && isAbout(machine, message))
    .flatMap(({ content }) => headOf(content.text) ?? []);

/** The button of a card as it is offered, if it is. */
export function buttonOf(message: ChatMessage, title: string): ReturnType<typeof pressed> | undefined {
  if (!textOf(message).includes(JSON.stringify(title)) || message.content.card === undefined)
    return undefined;
  return pressed(message.content.card, title, {});
}

/** Id of the request that a card's buttons are about. */
export const requestIn = (message: ChatMessage): string | undefined =>
  /"request":"([^"]+)"/.exec(textOf(message))?.[1];
