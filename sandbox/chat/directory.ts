// Finds people and conversations by whichever id a caller has.
import { type Conversation, conversationsOf, threadOf } from './conversations.ts';
import type { ChatPerson } from './people.ts';

/** A conversation, and the channel thread the id named. */
export interface Place {
  readonly conversation: Conversation;
  readonly threadId?: string;
}

export interface Directory {
  readonly people: readonly ChatPerson[];
  readonly conversations: readonly Conversation[];
  /** By Entra object id, `29:` id or user principal name. */
  person(id: string): ChatPerson | undefined;
  /** By conversation id, with or without `;messageid=`. */
  place(conversationId: string): Place | undefined;
  /** Who is in it now, as the connector tells the bot. */
  membersOf(conversation: Conversation): readonly ChatPerson[];
  /** Takes somebody off the roster; in a channel: off that of the whole team. Their own client still shows the place. */
  leave(personId: string, conversation: Conversation): void;
}

export const createDirectory = (people: readonly ChatPerson[]): Directory => {
  const conversations = conversationsOf(people);
  const gone = new Set<string>();
  const seat = (personId: string, { kind, id }: Conversation): string =>
    `${personId} ${kind === 'channel' ? 'team' : id}`;
  return {
    people,
    conversations,
    person: (id) =>
      people.find(
        (person) =>
          person.teamsId === id ||
          [person.id, person.userPrincipalName].some((known) => known.toLowerCase() === id.toLowerCase()),
      ),
    place: (conversationId) => {
      const { id, ...thread } = threadOf(conversationId);
      const conversation = conversations.find((one) => one.id === id);
      return conversation && { conversation, ...thread };
    },
    membersOf: (conversation) =>
      people.filter(({ id }) => conversation.members.includes(id) && !gone.has(seat(id, conversation))),
    leave: (personId, conversation) => void gone.add(seat(personId, conversation)),
  };
};
