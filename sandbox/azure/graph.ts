// A tiny Microsoft Graph: who is in which group, transitively, and who owns one.
// KNOWN (https://learn.microsoft.com/graph/api/user-checkmembergroups, …/group-list-owners): at most 20 groups a request; one
// malformed id spoils it whole; owners come in pages with an absolute @odata.nextLink; Graph's error shape and codes.
// GUESSED: a group that does not exist is left out of the answer without a word.
import { z } from 'zod';
import { type Answer, armError } from './answers.ts';
import { isLoopback } from './http.ts';
import { sameId } from './ids.ts';
import type { Group, World } from './world.ts';

/** One call, as far as Graph looks at it. */
export interface GraphCall {
  readonly method: string;
  readonly url: URL;
  /** Parsed JSON, unchecked. */
  readonly body: unknown;
  /** The Host header: links lead back to where the caller came from. */
  readonly host: string;
}

const asked = z.object({ groupIds: z.array(z.guid()).min(1).max(20) });
const ownersPage = 1;

const notFound = (id: string): Answer =>
  armError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
const badRequest = armError(400, 'Request_BadRequest', 'Invalid object identifier, or too many of them.');

/** Paths of Graph. Everything else at the simulator's address is Resource Manager. */
export const isGraph = (path: string): boolean => path.startsWith('/v1.0/');

/** Answers what Graph would; 401 where `authorized` is false. */
export const graphAnswer = (world: World, { method, url, body, host }: GraphCall): Answer => {
  const [, , kind, id = '', verb] = url.pathname.split('/');
  if (method === 'POST' && kind === 'users' && verb === 'checkMemberGroups') {
    const { data } = asked.safeParse(body);
    if (!world.people.some((person) => sameId(person, id))) return notFound(id);
    if (data === undefined) return badRequest;
    const all = groupsOf(world, id);
    const value = data.groupIds.filter((wanted) => all.some((group) => sameId(group.id, wanted)));
    return {
      status: 200,
      body: { '@odata.context': `${url.origin}/v1.0/$metadata#Collection(Edm.String)`, value },
    };
  }
  if (method === 'GET' && kind === 'groups' && verb === 'owners') {
    const group = world.groups.find((candidate) => sameId(candidate.id, id));
    return group === undefined ? notFound(id) : owners(group, url, host);
  }
  return armError(400, 'BadRequest', `Resource not found for the segment '${verb ?? kind ?? ''}'.`);
};

/** The groups a person or group is in, also by way of others. Circles are allowed, as in Entra. */
const groupsOf = (world: World, id: string): readonly Group[] => {
  const found = new Set<Group>();
  const visit = (member: string): void => {
    for (const group of world.groups) {
      if (found.has(group) || !group.members.some((one) => sameId(one, member))) continue;
      found.add(group);
      visit(group.id);
    }
  };
  visit(id);
  return [...found];
};

const owners = (group: Group, url: URL, host: string): Answer => {
  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const next = new URL(url.pathname + url.search, `${isLoopback(host) ? 'http' : 'https'}://${host}`);
  next.searchParams.set('$skiptoken', String(start + ownersPage));
  return {
    status: 200,
    body: {
      value: group.owners
        .slice(start, start + ownersPage)
        .map((id) => ({ '@odata.type': '#microsoft.graph.user', id })),
      ...(start + ownersPage < group.owners.length && { '@odata.nextLink': next.href }),
    },
  };
};
