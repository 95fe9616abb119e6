// Where people talk: a personal chat with the bot each, one group chat, and the channels of one team.
import { GROUP_IDS } from '../directory-ids.ts';
import type { ChatPerson } from './people.ts';

/** A place to talk. `members` are Entra object ids. */
export interface Conversation {
  readonly id: string;
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly name: string;
  readonly members: readonly string[];
}

/** A team's id is that of its General channel, as in Teams. */
export const TEAM = {
  id: '19:cloudops0general0e5c1f7a9b3d4@thread.tacv2',
  name: 'Cloud Operations',
  aadGroupId: GROUP_IDS['cloud-operations'],
} as const;

export const GROUP_CHAT_ID = '19:7c2e4b6a8d0f4e1c9b3a5d7f1e2c4a6b@thread.v2';
export const APPROVALS_CHANNEL_ID = '19:cloudops0approvals0b7d9e2c4f6a8@thread.tacv2';
export const ON_CALL_CHANNEL_ID = '19:cloudops0oncall0d1f3a5c7e9b2@thread.tacv2';

/** The id of a person's own chat with the bot. */
export const personalChatId = (person: Pick<ChatPerson, 'id'>): string =>
  `a:1${person.id.replaceAll('-', '')}-jit`;

/** Everything the rail lists, for these people. */
export const conversationsOf = (people: readonly ChatPerson[]): readonly Conversation[] => {
  const everyone = people.map((person) => person.id);
  const channel = (id: string, name: string): Conversation => ({
    id,
    kind: 'channel',
    name,
    members: everyone,
  });
  return [
    ...people.map(
      (person): Conversation => ({
        id: personalChatId(person),
        kind: 'personal',
        name: 'JIT Access',
        members: [person.id],
      }),
    ),
    { id: GROUP_CHAT_ID, kind: 'groupChat', name: 'Web platform', members: everyone },
    channel(TEAM.id, 'General'),
    channel(APPROVALS_CHANNEL_ID, 'Approvals'),
    channel(ON_CALL_CHANNEL_ID, 'On-call'),
  ];
};

/** A conversation id taken apart: channel threads carry the id of their first post after `;messageid=`. */
export const threadOf = (conversationId: string): { readonly id: string; readonly threadId?: string } => {
  const [id = '', threadId] = conversationId.split(';messageid=');
  return threadId === undefined ? { id } : { id, threadId };
};

/** The id the bot sees: channels always name the thread. */
export const threadedId = (conversation: Conversation, threadId: string): string =>
  conversation.kind === 'channel' ? `${conversation.id};messageid=${threadId}` : conversation.id;
