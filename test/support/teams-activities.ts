// Activities as Teams sends them, for tests to send or to spoil.
import { ada, bot, type Persona, type Place, personalChat, tenantId } from './people.ts';

export interface Situation {
  readonly serviceUrl: string;
  /** Activity id. */
  readonly id?: string;
  readonly from?: Persona;
  /** The personal chat with `from` where left out. */
  readonly in?: Place;
  readonly timeZone?: string;
  readonly locale?: string;
  /** What Teams says of the team a channel belongs to. */
  readonly team?: { readonly id?: string; readonly name?: string; readonly aadGroupId?: string };
}

export interface Saying extends Situation {
  readonly text: string;
  /** Puts `<at>JIT Access</at>` in front, with its entity: the only way to be heard in a channel. */
  readonly mentioningBot?: boolean;
  /** People whose `<at>Name</at>` stands in `text`, with an entity for each, in this order. */
  readonly mentioning?: readonly Persona[];
}

export interface Clicking extends Situation {
  readonly verb: string;
  readonly data?: Readonly<Record<string, unknown>>;
  /** The message that holds the card. */
  readonly messageId: string;
  readonly trigger?: 'manual' | 'automatic';
}

export type JsonObject = Readonly<Record<string, unknown>>;

function activity(situation: Situation): JsonObject {
  const { serviceUrl, id = '1700000000000', from = ada } = situation;
  const { in: place = personalChat(from), timeZone = 'Europe/Amsterdam', locale = 'en-GB' } = situation;
  return {
    id,
    channelId: 'msteams',
    serviceUrl,
    timestamp: '2026-01-31T13:05:06.000Z',
    localTimestamp: '2026-01-31T14:05:06.000+01:00',
    localTimezone: timeZone,
    locale,
    from: { id: from.teamsId, name: from.name, aadObjectId: from.id },
    recipient: bot,
    conversation: {
      id: place.id,
      conversationType: place.conversationType,
      tenantId,
      ...(place.conversationType !== 'personal' && { isGroup: true }),
    },
    channelData: { tenant: { id: tenantId }, ...(situation.team !== undefined && { team: situation.team }) },
  };
}

export function messageActivity(saying: Saying): JsonObject {
  const at = `<at>${bot.name}</at>`;
  const { timeZone = 'Europe/Amsterdam', locale = 'en-GB', mentioningBot = false, mentioning = [] } = saying;
  const clientInfo = { type: 'clientInfo', locale, country: 'NL', platform: 'Web', timezone: timeZone };
  return {
    ...activity(saying),
    type: 'message',
    textFormat: 'plain',
    text: mentioningBot ? `${at} ${saying.text}` : saying.text,
    entities: [
      ...(mentioningBot ? [{ type: 'mention', text: at, mentioned: bot }] : []),
      ...mentioning.map(({ teamsId, name }) => ({
        type: 'mention',
        text: `<at>${name}</at>`,
        mentioned: { id: teamsId, name },
      })),
      clientInfo,
    ],
  };
}

export function clickActivity(clicking: Clicking): JsonObject {
  return {
    ...activity(clicking),
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: clicking.messageId,
    value: {
      action: { type: 'Action.Execute', verb: clicking.verb, data: clicking.data ?? {} },
      trigger: clicking.trigger ?? 'manual',
    },
  };
}
