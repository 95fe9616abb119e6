// Which team a channel belongs to, by its Entra group.
import { TeamsInfo, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Log } from '../access/log-port.ts';
import { entraId, lookUpMilliseconds } from './member.ts';
import { withinLimit } from './time-limit.ts';

/**
 * `team` of a channel activity's channel data. Teams sends `aadGroupId` with some activities only
 * (https://github.com/microsoft/botbuilder-dotnet/issues/3910).
 */
const teamShape = z.object({
  team: z.object({ id: z.string().optional(), aadGroupId: z.unknown().optional() }),
});

/**
 * @param limitMilliseconds bounds asking Teams: that call goes through a client of botbuilder's own, with none
 * @returns the Entra group id, lower case, of the team the turn's channel belongs to; `undefined`: in no team, or
 * it could not be found out. Never rejects.
 */
export async function teamGroupOf(
  context: TurnContext,
  log?: Pick<Log, 'warn'>,
  limitMilliseconds = lookUpMilliseconds,
): Promise<string | undefined> {
  const team = teamShape.safeParse(context.activity.channelData).data?.team;
  if (team === undefined) return undefined;
  const told = entraId(team.aadGroupId);
  if (told !== undefined || !team.id) return told;
  const { id } = team;
  try {
    const details = await withinLimit(limitMilliseconds, () => TeamsInfo.getTeamDetails(context, id));
    const group = entraId(details.aadGroupId);
    if (group === undefined) throw new Error('The answer names no group');
    return group;
  } catch (error) {
    log?.warn({ err: error, teamId: id }, 'Teams did not say which group a team is');
    return undefined;
  }
}
