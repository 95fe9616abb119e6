// Who it is that somebody mentioned: a mention holds only Teams' own id.
import { TeamsInfo, type TurnContext } from 'botbuilder';
import type { Log } from '../access/log-port.ts';
import type { Person } from '../domain/person.ts';
import { accountShape, lookUpMilliseconds, memberOf } from './member.ts';
import { withinLimit } from './time-limit.ts';

/**
 * Asks Teams about a member of the turn's conversation (in a channel: of its team).
 * @param teamsId as the mention has it (`29:…`)
 * @returns the person under the Entra object id and name that Teams gives; `undefined`: not a member, a guest whom
 * Entra does not know, or Teams did not say. Never rejects.
 */
export async function personMentioned(
  context: TurnContext,
  teamsId: string,
  log?: Pick<Log, 'warn'>,
): Promise<Person | undefined> {
  try {
    const account: unknown = await withinLimit(lookUpMilliseconds, () =>
      TeamsInfo.getMember(context, teamsId),
    );
    const member = memberOf(accountShape.parse(account));
    return member && { id: member.id, name: member.name };
  } catch (error) {
    log?.warn({ err: error, teamsId }, 'Teams did not say who was mentioned');
    return undefined;
  }
}
