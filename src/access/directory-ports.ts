// What the broker needs to know about people, in our words. Implemented in src/directory (Microsoft Graph) and src/teams.
import type { Known } from '../domain/policy/question.ts';

/** Microsoft Entra groups. Neither method rejects: what cannot be found out is `undefined`. */
export interface Directory {
  /**
   * Whether a person is in these groups, transitively. Ids are Entra object ids in lower case; the answer has each of them.
   * @param fresh true: asks now, for a decision; false: what was learned in the last minutes will do.
   */
  memberOf(
    personId: string,
    groupIds: readonly string[],
    fresh: boolean,
  ): Promise<ReadonlyMap<string, Known>>;
  /** Whether a person owns a group (a team's group: whether they own the team). */
  ownerOf(personId: string, groupId: string, fresh: boolean): Promise<Known>;
}

/** Somebody in a conversation, as Teams lists them. */
export interface RosterMember {
  /** Entra object id, lower case. */
  readonly id: string;
  /** Teams' own id of the person towards this bot (`29:…`), as card refreshes want it. */
  readonly teamsId: string;
  readonly name: string;
}

/** Who is in a conversation; in a channel: in its team. */
export interface Rosters {
  /** Never rejects; `undefined`: it could not be found out. */
  membersOf(conversationId: string, fresh: boolean): Promise<readonly RosterMember[] | undefined>;
}
