// A member of a conversation, as Teams' roster describes one.
import { z } from 'zod';
import type { RosterMember } from '../access/directory-ports.ts';

/** Longest time in milliseconds that a turn waits for what Teams knows of people: a click wants its answer soon. */
export const lookUpMilliseconds = 3000;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An Entra object id in lower case; `undefined` for anything else. */
export const entraId = (value: unknown): string | undefined =>
  typeof value === 'string' && guid.test(value) ? value.toLowerCase() : undefined;

/**
 * The roster calls the Entra object id `objectId`, activities call it `aadObjectId`, and the SDK passes both on
 * (https://github.com/OfficeDev/BotBuilder-MicrosoftTeams/pull/140).
 */
export const accountShape = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  aadObjectId: z.unknown().optional(),
  objectId: z.unknown().optional(),
});

/** `undefined`: an account that Entra knows nothing of, such as an anonymous guest's. */
export function memberOf({
  id,
  name,
  aadObjectId,
  objectId,
}: z.infer<typeof accountShape>): RosterMember | undefined {
  const person = entraId(aadObjectId) ?? entraId(objectId);
  return person === undefined ? undefined : { id: person, teamsId: id, name: name ?? '' };
}
