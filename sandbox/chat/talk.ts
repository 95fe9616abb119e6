// What people do in the chat: say something, press a card's button; and what their clients do by themselves.
import {
  type Activity,
  type CardAction,
  type Client,
  cardActivity,
  messageActivity,
  type Occasion,
} from './activity-to-bot.ts';
import type { BotLine } from './bot-line.ts';
import { refreshOf } from './card-parts.ts';
import type { Directory, Place } from './directory.ts';
import type { History } from './history.ts';
import { HttpError } from './http.ts';
import { type ActOutcome, outcomeOf } from './invoke-answer.ts';
import { withMentions } from './mentions.ts';
import type { ChatMessage, Note } from './message.ts';
import { BOT, type ChatPerson } from './people.ts';

export const UNABLE = 'Unable to reach app. Please try again.';

export interface Talk {
  /** @returns the message once the bot's turn is over, or at once where the bot does not hear it. @throws HttpError 400, 404 */
  say(personId: string, conversationId: string, text: string, client: Client): Promise<ChatMessage>;
  /** @returns what the clicker sees. @throws HttpError 404 */
  act(
    personId: string,
    conversationId: string,
    messageId: string,
    action: CardAction,
    client: Client,
  ): Promise<ActOutcome>;
  /** Fetches the personal views of a card that asks for it, for each person it names. */
  refresh(message: ChatMessage, client: Client): Promise<void>;
}

interface Parts {
  readonly directory: Directory;
  readonly history: History;
  readonly line: BotLine;
  readonly now: () => number;
  readonly serviceUrl: () => string;
}

const noteOf = (outcome: ActOutcome): Note | undefined => {
  switch (outcome.kind) {
    case 'card':
      return undefined;
    case 'message':
      return { tone: 'info', text: outcome.text };
    case 'error':
      return { tone: 'error', text: outcome.text };
    case 'unreachable':
      return { tone: 'error', text: UNABLE };
  }
};

export const createTalk = ({ directory, history, line, now, serviceUrl }: Parts): Talk => {
  let invokes = 0;

  const placeFor = (personId: string, conversationId: string): Place & { readonly person: ChatPerson } => {
    const person = directory.person(personId);
    const place = directory.place(conversationId);
    if (!person || !place?.conversation.members.includes(person.id))
      throw new HttpError(404, 'NotFound', 'No such person in such a conversation.');
    return { ...place, person };
  };

  const occasion = (
    { conversation, person }: ReturnType<typeof placeFor>,
    about: { readonly id: string; readonly threadId: string },
    client: Client,
  ): Occasion => ({
    id: about.id,
    serviceUrl: serviceUrl(),
    person,
    conversation,
    threadId: about.threadId,
    at: now(),
    client,
  });

  const cardMessage = (place: Place, messageId: string): ChatMessage => {
    const message = history.find(messageId);
    if (message?.conversationId !== place.conversation.id)
      throw new HttpError(404, 'NotFound', 'There is no such card in this conversation.');
    return message;
  };

  const invoke = async (
    place: ReturnType<typeof placeFor>,
    message: ChatMessage,
    action: CardAction,
    trigger: 'manual' | 'automatic',
    client: Client,
  ): Promise<ActOutcome> => {
    invokes += 1;
    const when = occasion(place, { id: `f:${message.id}-${invokes}`, threadId: message.threadId }, client);
    const activity: Activity = cardActivity(when, message.id, action, trigger);
    return outcomeOf(await line(activity));
  };

  /** What each person last used: their cards fetch views by the same. */
  const clients = new Map<string, Client>();

  return {
    say: async (personId, conversationId, text, client) => {
      const place = placeFor(personId, conversationId);
      const { conversation, threadId, person } = place;
      if (text.trim() === '') throw new HttpError(400, 'BadSyntax', 'Nothing was said.');
      clients.set(person.id, client);
      if (threadId !== undefined) cardMessage(place, threadId);

      // In the bot's own chat Teams offers nobody to mention.
      const members = directory.membersOf(conversation).map(({ teamsId, name }) => ({ id: teamsId, name }));
      const said =
        conversation.kind === 'personal' ? { text, mentions: [] } : withMentions(text, [BOT, ...members]);
      const spellings = [...new Set(said.mentions.map((mention) => mention.text))];
      const content = { text: said.text, mentions: spellings, suggestions: [] };
      const message = history.add({ conversationId: conversation.id, threadId, from: person.id, content });
      const finished = (delivery: ChatMessage['delivery']): ChatMessage => {
        history.setDelivery(message.id, delivery);
        return { ...message, delivery };
      };
      const isForBot = said.mentions.some(({ mentioned }) => mentioned.id === BOT.id);
      if (conversation.kind !== 'personal' && !isForBot) return finished('unheard');

      const activity = messageActivity(occasion(place, message, client), message, said.mentions);
      const answer = await line(activity);
      return finished(answer !== undefined && answer.status < 300 ? 'delivered' : 'failed');
    },

    act: async (personId, conversationId, messageId, action, client) => {
      const place = placeFor(personId, conversationId);
      const message = cardMessage(place, messageId);
      clients.set(place.person.id, client);
      history.setNote(messageId, place.person.id, undefined);
      const outcome = await invoke(place, message, action, 'manual', client);
      if (outcome.kind === 'card') history.setView(messageId, place.person.id, outcome.card);
      history.setNote(messageId, place.person.id, noteOf(outcome));
      return outcome;
    },

    refresh: async (message, client) => {
      const refresh = message.content.card && refreshOf(message.content.card);
      if (!refresh) return;
      const fetchView = async (teamsId: string): Promise<void> => {
        const person = directory.person(teamsId);
        const place = directory.place(message.conversationId);
        if (!person || !place?.conversation.members.includes(person.id)) return;
        const own = clients.get(person.id) ?? client;
        const outcome = await invoke({ ...place, person }, message, refresh.action, 'automatic', own);
        // The bot may have replaced the card meanwhile, and then this view is older than everyone's.
        const current = history.find(message.id)?.edits === message.edits;
        if (outcome.kind === 'card' && current) history.setView(message.id, person.id, outcome.card);
      };
      await Promise.all(refresh.teamsIds.map(fetchView));
    },
  };
};
