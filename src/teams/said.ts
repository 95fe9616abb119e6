// From an authenticated activity to our own words: who spoke, where, and what.
import type { Activity } from 'botbuilder';
import { z } from 'zod';
import type { Person } from '../domain/person.ts';
import { type Mention, markedText, plainText } from './plain-text.ts';

/** Where an activity came from, and who caused it. */
export interface Occasion {
  readonly conversationId: string;
  readonly conversationType: 'personal' | 'groupChat' | 'channel';
  readonly activityId: string;
  /** Only ever `from.aadObjectId`, which Teams vouches for. `undefined`: it named nobody. */
  readonly person: Person | undefined;
  readonly tenantId?: string;
  /** IANA zone the runtime knows, as the speaker's client sent it. */
  readonly timeZone?: string;
  /** BCP 47, well-formed. */
  readonly locale?: string;
}

/** Somebody mentioned in a message. `teamsId` (`29:…`) is Teams' word; the name is for showing only. */
export interface Mentioned {
  readonly teamsId: string;
  readonly name: string;
}

/** A message. */
export interface Said extends Occasion {
  /** Without the bot's mention and without markup; of other people's mentions their names are left. */
  readonly text: string;
  /** People other than the bot, as they come in the text. */
  readonly mentioned: readonly Mentioned[];
  /** Like `text`, but each mention of a person is `@1`, `@2` … (1: `mentioned[0]`). A typed `@1` never looks so. */
  readonly marked: string;
}

const mentionEntity = z.object({
  type: z.literal('mention'),
  text: z.string(),
  mentioned: z.object({ id: z.string(), name: z.string().nullish().catch(undefined) }),
});
const clientInfo = z.object({
  type: z.literal('clientInfo'),
  timezone: z.string().optional(),
  locale: z.string().optional(),
});
const channelTenant = z.object({ tenant: z.object({ id: z.string() }) });
const objectId = /^[0-9a-z][0-9a-z-]{0,63}$/i;

/** What every activity says. */
export function occasionOf(activity: Activity): Occasion {
  const { conversation, channelData } = activity;
  const client = firstOf(clientInfo, activity);
  const tenantId = conversation.tenantId ?? channelTenant.safeParse(channelData).data?.tenant.id;
  const timeZone = [activity.localTimezone, client?.timezone].find(isTimeZone);
  const locale = localeOf(activity);
  return {
    conversationId: conversation.id,
    conversationType: typeOf(conversation),
    activityId: activity.id ?? '',
    person: personOf(activity),
    ...(typeof tenantId === 'string' && { tenantId: tenantId.toLowerCase() }),
    ...(timeZone !== undefined && { timeZone }),
    ...(locale !== undefined && { locale }),
  };
}

/** BCP 47, well-formed, as the speaker's client sent it. */
export const localeOf = (activity: Pick<Activity, 'locale' | 'entities'>): string | undefined =>
  [activity.locale, firstOf(clientInfo, activity)?.locale].find(isLocale);

/** What a message activity said. */
export function saidIn(activity: Activity): Said {
  const mentions = (activity.entities ?? []).flatMap((entity): Mention[] => {
    const { data } = mentionEntity.safeParse(entity);
    if (data === undefined) return [];
    return [{ id: data.mentioned.id, text: data.text, name: data.mentioned.name ?? undefined }];
  });
  const text = activity.text ?? '';
  const botId = activity.recipient.id;
  const { marked, mentioned } = markedText(text, mentions, botId);
  return {
    ...occasionOf(activity),
    text: plainText(text, mentions, botId),
    mentioned: mentioned.map(({ id, name, text: shown }) => ({
      teamsId: id,
      name: name ?? plainText(shown, [], botId),
    })),
    marked,
  };
}

function personOf({ from }: Activity): Person | undefined {
  const id = from.aadObjectId;
  if (typeof id !== 'string' || !objectId.test(id)) return undefined;
  return { id: id.toLowerCase(), name: from.name ?? '' };
}

/** As the client says; where it does not, or contradicts itself, a group is never taken for somebody's own chat. */
export function statedType({
  conversationType = 'personal',
  isGroup,
}: Pick<Activity['conversation'], 'conversationType' | 'isGroup'>): string {
  return conversationType === 'personal' && isGroup === true ? 'groupChat' : conversationType;
}

function typeOf(conversation: Activity['conversation']): Occasion['conversationType'] {
  const stated = statedType(conversation);
  if (stated === 'channel' || stated === 'groupChat') return stated;
  return conversation.isGroup === true ? 'groupChat' : 'personal';
}

function firstOf<T>(schema: z.ZodType<T>, { entities }: Pick<Activity, 'entities'>): T | undefined {
  return (entities ?? []).map((entity) => schema.safeParse(entity).data).find((data) => data !== undefined);
}

/** Asking the runtime builds a formatter each time, and there are a few hundred zones in all. */
const knownZones = new Set<string>();

function isTimeZone(zone: string | null | undefined): zone is string {
  if (typeof zone !== 'string' || zone === '') return false;
  if (knownZones.has(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    return false;
  }
  // Zones are accepted in any letter case; do not let that fill the memory.
  if (knownZones.size < 1000) knownZones.add(zone);
  return true;
}

const knownLocales = new Set<string>();

function isLocale(locale: string | null | undefined): locale is string {
  if (typeof locale !== 'string' || locale === '') return false;
  if (knownLocales.has(locale)) return true;
  try {
    Intl.getCanonicalLocales(locale);
  } catch {
    return false;
  }
  if (knownLocales.size < 1000) knownLocales.add(locale);
  return true;
}
