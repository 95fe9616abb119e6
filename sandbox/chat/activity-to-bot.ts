// Builds the activities Teams sends to a bot: messages, clicks on cards, and the news that it was installed.
import { type Conversation, TEAM, threadedId } from './conversations.ts';
import type { TrueMention } from './mentions.ts';
import type { ChatMessage } from './message.ts';
import { BOT, type ChatPerson, TENANT_ID } from './people.ts';

/** The reader's side: what their Teams client says about itself. */
export interface Client {
  /** IANA zone, such as `Europe/Amsterdam`. */
  readonly timeZone: string;
  /** BCP 47, such as `en-GB`. */
  readonly locale: string;
}

/** One Action.Execute, as pressed; `data` has the inputs merged in. */
export interface CardAction {
  readonly verb?: string | undefined;
  readonly id?: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Activity = Readonly<Record<string, unknown>>;

/** Everything every activity says: who, where, when. */
export interface Occasion {
  readonly id: string;
  readonly serviceUrl: string;
  readonly person: ChatPerson;
  readonly conversation: Conversation;
  /** The first post of the channel thread; elsewhere any message id. */
  readonly threadId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly client: Client;
}

/** `at` as wall-clock time in `timeZone`, with its offset (`2026-01-31T14:05:06.000+01:00`). */
const localTimestamp = (at: number, timeZone: string): string => {
  const offsetName = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign = '+', hours = '00', minutes = '00'] = /GMT([+-])(\d\d):(\d\d)/.exec(offsetName ?? '') ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  return `${new Date(at + shift).toISOString().slice(0, -1)}${sign}${hours}:${minutes}`;
};

const common = ({ id, serviceUrl, person, conversation, threadId, at, client }: Occasion) => ({
  id,
  channelId: 'msteams',
  serviceUrl,
  timestamp: new Date(at).toISOString(),
  localTimestamp: localTimestamp(at, client.timeZone),
  localTimezone: client.timeZone,
  locale: client.locale,
  from: { id: person.teamsId, name: person.name, aadObjectId: person.id },
  recipient: BOT,
  conversation: {
    id: threadedId(conversation, threadId),
    conversationType: conversation.kind,
    tenantId: TENANT_ID,
    ...(conversation.kind !== 'personal' && { isGroup: true, name: conversation.name }),
  },
});

const clientInfo = ({ timeZone, locale }: Client) => ({
  type: 'clientInfo',
  locale,
  country: new Intl.Locale(locale).region ?? 'US',
  platform: 'Web',
  timezone: timeZone,
});

const channelData = (conversation: Conversation) => ({
  tenant: { id: TENANT_ID },
  ...(conversation.kind === 'channel' && {
    team: { id: TEAM.id, name: TEAM.name, aadGroupId: TEAM.aadGroupId },
    channel: { id: conversation.id },
    teamsTeamId: TEAM.id,
    teamsChannelId: conversation.id,
  }),
});

/** A message, with an entity for each of its mentions. */
export const messageActivity = (
  occasion: Occasion,
  message: ChatMessage,
  mentions: readonly TrueMention[],
): Activity => ({
  ...common(occasion),
  type: 'message',
  text: message.content.text,
  textFormat: 'plain',
  entities: [
    ...mentions.map(({ text, mentioned }) => ({ type: 'mention', mentioned, text })),
    clientInfo(occasion.client),
  ],
  channelData: channelData(occasion.conversation),
});

/** A click on a card, or the client's own refresh of one. The answer comes with the HTTP response. */
export const cardActivity = (
  occasion: Occasion,
  cardMessageId: string,
  action: CardAction,
  trigger: 'manual' | 'automatic',
): Activity => ({
  ...common(occasion),
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: cardMessageId,
  value: { action: { type: 'Action.Execute', ...action }, trigger },
  entities: [clientInfo(occasion.client)],
  channelData: {
    ...channelData(occasion.conversation),
    source: { name: 'message' },
    legacy: { replyToId: cardMessageId },
  },
});

/**
 * The two activities Teams sends, at about the same time, when somebody adds the app to a place. Only `installationUpdate`
 * says what their client is like (MicrosoftDocs/msteams-docs#5117; of new members it does not: #896, #3984).
 */
export const installActivities = (occasion: Occasion): readonly Activity[] => {
  const data = channelData(occasion.conversation);
  const { locale, localTimestamp, localTimezone, ...bare } = common(occasion);
  // The news comes from the place as a whole, not from a thread in it.
  const base = { ...bare, conversation: { ...bare.conversation, id: occasion.conversation.id } };
  return [
    {
      ...base,
      type: 'conversationUpdate',
      membersAdded: [{ id: BOT.id }],
      channelData: {
        ...data,
        ...(occasion.conversation.kind === 'channel' && { eventType: 'teamMemberAdded' }),
      },
    },
    {
      ...base,
      id: `${occasion.id}-installed`,
      type: 'installationUpdate',
      action: 'add',
      locale,
      entities: [{ type: 'clientInfo', locale }],
      channelData: { ...data, settings: { selectedChannel: { id: occasion.conversation.id } } },
    },
  ];
};
