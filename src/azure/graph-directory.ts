// Who is in which Entra group and who owns one, asked of Microsoft Graph with the bot's own identity.
import { z } from 'zod';
import type { Directory } from '../access/directory-ports.ts';
import type { Log } from '../access/log-port.ts';
import { createShortMemory } from '../access/short-memory.ts';
import type { Known } from '../domain/policy/question.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { CloudName } from './cloud.ts';
import { createGraph, type GraphSettings, GraphTrouble } from './graph.ts';

export interface DirectorySettings {
  readonly cloud: CloudName;
  /** Takes the place of the cloud's own Microsoft Graph. */
  readonly graphEndpoint?: string | undefined;
  /** How long an answer may be used again. */
  readonly cacheSeconds: Seconds;
  readonly log: Pick<Log, 'warn'>;
  readonly now: () => Instant;
  /** Limit of one look-up: it runs inside a turn. Default 3000. */
  readonly timeLimitMilliseconds?: number;
  /** Answers kept at most. Default 10,000. */
  readonly capacity?: number;
  readonly onCall?: GraphSettings['onCall'];
}

/** A directory that says how it is. */
export interface LiveDirectory extends Directory {
  /** Why the last look-up failed: a sentence that is safe to show. Missing: it did not, or none was made. */
  health(): { readonly problem?: string };
}

const idsShape = z.object({ value: z.array(z.string()) });
const ownersShape = z.object({
  value: z.array(z.object({ id: z.string() })),
  '@odata.nextLink': z.string().optional(),
});

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const mostGroupsAtOnce = 20;
/** A group has 100 owners at most; a list that goes on after this many pages leads in circles. */
const mostPages = 10;

/**
 * - Membership: checkMemberGroups, transitive, 20 groups a request. With application permissions it needs User.Read.All
 *   and GroupMember.Read.All (https://learn.microsoft.com/graph/api/user-checkmembergroups). Of a group with hidden
 *   membership it says nothing without Member.Read.Hidden, which reads as "not a member".
 * - Owners: GroupMember.Read.All (https://learn.microsoft.com/graph/api/group-list-owners).
 * @throws Error when `graphEndpoint` is not usable
 */
export function createDirectory(settings: DirectorySettings): LiveDirectory {
  const { cacheSeconds, log, now, timeLimitMilliseconds = 3000, capacity = 10_000, ...where } = settings;
  const graph = createGraph({ ...where, timeLimitMilliseconds });
  const rules = { now, seconds: cacheSeconds, capacity };
  const memberships = createShortMemory<boolean>(rules);
  const owners = createShortMemory<ReadonlySet<string>>(rules);
  const problems = new Map<'members' | 'owners', string>();

  return {
    async memberOf(personId, groupIds, fresh) {
      const person = personId.toLowerCase();
      const groups = [...new Set(groupIds.map((id) => id.toLowerCase()))];
      const keyOf = (group: string): string => `${person} ${group}`;
      const askable = guid.test(person) ? groups.filter((group) => guid.test(group)) : [];
      const found = await memberships.find(askable.map(keyOf), fresh, (keys) =>
        askMemberships(
          person,
          keys.map((key) => key.slice(keyOf('').length)),
        ).then((groupsKnown) => new Map([...groupsKnown].map(([group, isIn]) => [keyOf(group), isIn]))),
      );
      return new Map(groups.map((group): [string, Known] => [group, found.get(keyOf(group))]));
    },

    async ownerOf(personId, groupId, fresh) {
      const group = groupId.toLowerCase();
      if (!guid.test(group) || !guid.test(personId.toLowerCase())) return undefined;
      const found = await owners.find([group], fresh, () => askOwners(group));
      return found.get(group)?.has(personId.toLowerCase());
    },

    health() {
      const [problem] = problems.values();
      return problem === undefined ? {} : { problem };
    },
  };

  async function askMemberships(
    person: string,
    groups: readonly string[],
  ): Promise<ReadonlyMap<string, boolean>> {
    const chunks = Array.from({ length: Math.ceil(groups.length / mostGroupsAtOnce) }, (_, index) =>
      groups.slice(index * mostGroupsAtOnce, (index + 1) * mostGroupsAtOnce),
    );
    const limit = AbortSignal.timeout(timeLimitMilliseconds);
    const answers = await Promise.all(
      chunks.map(async (groupIds) => {
        const inThese = await lookUp('members', { person, groups: groupIds }, async () => {
          const path = `/v1.0/users/${person}/checkMemberGroups`;
          const body = await graph.ask('POST', path, limit, { groupIds });
          return new Set(understood(idsShape, body).value.map((id) => id.toLowerCase()));
        });
        if (inThese === undefined) return [];
        return groupIds.map((group) => [group, inThese.has(group)] as const);
      }),
    );
    return new Map(answers.flat());
  }

  async function askOwners(group: string): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const limit = AbortSignal.timeout(timeLimitMilliseconds);
    const found = await lookUp('owners', { group }, async () => {
      const ids = new Set<string>();
      let next: string | undefined = `/v1.0/groups/${group}/owners?$select=id`;
      for (let page = 0; next !== undefined; page++) {
        if (page === mostPages) throw new GraphTrouble("Microsoft Graph's list has no end.");
        const body = await graph.ask('GET', next, limit);
        const read: z.infer<typeof ownersShape> = understood(ownersShape, body);
        for (const { id } of read.value) ids.add(id.toLowerCase());
        next = read['@odata.nextLink'];
      }
      return ids;
    });
    return new Map(found === undefined ? [] : [[group, found]]);
  }

  /** One look-up: what goes wrong is logged, kept for `health`, and comes out as `undefined`. */
  async function lookUp<Result>(
    kind: 'members' | 'owners',
    about: Readonly<Record<string, unknown>>,
    ask: () => Promise<Result>,
  ): Promise<Result | undefined> {
    try {
      const result = await ask();
      problems.delete(kind);
      return result;
    } catch (error) {
      const trouble =
        error instanceof GraphTrouble ? error : new GraphTrouble('A look-up failed.', { cause: error });
      const { status, code, cause } = trouble;
      log.warn({ ...about, status, code, err: cause }, trouble.message);
      // A person or group that Graph does not know is an answer about them, and says nothing bad of Graph.
      if (status === 404 && code !== undefined) problems.delete(kind);
      else problems.set(kind, trouble.message);
      return undefined;
    }
  }
}

function understood<Shape extends z.ZodType>(shape: Shape, body: unknown): z.infer<Shape> {
  const result = shape.safeParse(body);
  if (result.success) return result.data;
  throw new GraphTrouble('Microsoft Graph answered in a way the bot does not understand.', {
    cause: result.error,
  });
}

/** Where no directory is configured: nothing is known of anybody. */
export const noDirectory: LiveDirectory = {
  memberOf: async (_personId, groupIds) =>
    new Map(groupIds.map((id): [string, Known] => [id.toLowerCase(), undefined])),
  ownerOf: async () => undefined,
  health: () => ({}),
};
