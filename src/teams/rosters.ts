// Who is in a conversation, asked of Teams outside of turns and remembered for a minute.
import { TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { RosterMember, Rosters } from '../access/directory-ports.ts';
import type { Log } from '../access/log-port.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { ConversationBook } from './conversation-book.ts';
import { channelOf, storedReference } from './conversations.ts';
import { accountShape, lookUpMilliseconds, memberOf } from './member.ts';
import { withinLimit } from './time-limit.ts';

export interface RosterSettings {
  readonly log: Pick<Log, 'warn'>;
  readonly now: () => Instant;
  /** How long a roster may be used again. Default 60. */
  readonly cacheSeconds?: Seconds;
  /** Limit of one whole roster. Default 3000. */
  readonly limitMilliseconds?: number;
  /** Rosters kept at most. Default 100. */
  readonly capacity?: number;
}

type Roster = readonly RosterMember[];

const pageShape = z.object({
  continuationToken: z.string().nullish(),
  members: z.array(accountShape),
});
/** What Teams gives at most (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). */
const pageSize = 500;
/** A team has 25,000 members at most; a roster that goes on after this many pages leads in circles. */
const mostPages = 100;

/**
 * @param appId the bot's own app id, `''` in local mode
 * @param book where conversations are looked up
 * A roster that could not be read whole is `undefined`, logged and not kept; one that is too old is never used again.
 */
export function createRosters(
  adapter: TeamsAdapter,
  appId: string,
  book: ConversationBook,
  settings: RosterSettings,
): Rosters {
  const { log, now, cacheSeconds = 60, limitMilliseconds = lookUpMilliseconds, capacity = 100 } = settings;
  const kept = new Map<string, { readonly roster: Roster; readonly until: Instant }>();
  const underWay = new Map<string, Promise<Roster | undefined>>();

  return {
    async membersOf(conversationId, fresh) {
      const id = conversationId.replace(/;messageid=.*$/, '');
      const known = kept.get(id);
      if (!fresh && known !== undefined && now() < known.until) return known.roster;
      const asked = underWay.get(id) ?? ask(id, conversationId).finally(() => underWay.delete(id));
      underWay.set(id, asked);
      return asked;
    },
  };

  async function ask(id: string, threadId: string): Promise<Roster | undefined> {
    const askedAt = now();
    kept.delete(id);
    try {
      const roster = await withinLimit(limitMilliseconds, () => read(id, threadId));
      const oldest = kept.size < capacity ? undefined : kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(id, { roster, until: askedAt + cacheSeconds * 1000 });
      return roster;
    } catch (error) {
      log.warn({ err: error, conversationId: id }, 'Teams did not say who is in a conversation');
      return undefined;
    }
  }

  /** The outcome is carried out by hand: the adapter's `onTurnError` would swallow what goes wrong inside. */
  async function read(id: string, threadId: string): Promise<Roster> {
    // A channel is written down by itself only where notices go to it.
    const stored = (await book.recall(id)) ?? (await book.recall(threadId));
    const reference = channelOf(storedReference.parse(stored));
    let outcome: { readonly roster: Roster } | { readonly error: unknown } | undefined;
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      outcome = await wholeRoster(context).then(
        (roster) => ({ roster }),
        (error: unknown) => ({ error }),
      );
    });
    const ended = outcome ?? { error: new Error('The turn ended before it was run') };
    if ('error' in ended) throw ended.error;
    return ended.roster;
  }
}

async function wholeRoster(context: TurnContext): Promise<Roster> {
  const members: RosterMember[] = [];
  let token: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const read = pageShape.parse(await TeamsInfo.getPagedMembers(context, pageSize, token));
    members.push(...read.members.flatMap((account) => memberOf(account) ?? []));
    token = read.continuationToken || undefined;
    if (token !== undefined) continue;
    // A place with the bot in it has people in it: this is an answer that says nothing, not an empty room.
    if (members.length === 0) throw new Error('The roster names nobody whom Entra knows');
    return members;
  }
  throw new Error('The roster has no end');
}
