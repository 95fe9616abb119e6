// What the caller may do: everything, or what the roles say that a test gave it. Microsoft Graph is not asked for these.
// KNOWN: actions and notActions of each role by itself, `*` for any characters, no letter case, roles added up (DOC
// https://learn.microsoft.com/azure/role-based-access-control/role-definitions); 403 `AuthorizationFailed` and its sentence,
// which names the subscription alone where a whole one is listed (REP); the list of permissions (SPEC 2022-04-01).
// GUESSED: that the list without a region needs `Microsoft.Security/jitNetworkAccessPolicies/read`, as its URL reads.
import { z } from 'zod';
import { type Answer, armError } from './answers.ts';
import { type Route, route } from './route.ts';

/** One role as it was given to the caller. */
const assignmentSchema = z.strictObject({
  actions: z.array(z.string()),
  notActions: z.array(z.string()).default([]),
  /** Id of the subscription it was given in; left out: in all of them. */
  subscription: z.string().optional(),
});
/** Roles as a test or the control page sends them. */
export const assignmentsSchema = z.array(assignmentSchema);
export type Assignment = z.input<typeof assignmentSchema>;

/** The roles of the bot, and of people in whose name it calls. */
export interface Caller {
  /** Gives a person these roles; without any they may do nothing. @param oid object id, lower case */
  assignTo(oid: string, roles: readonly Assignment[] | undefined): void;
  /** Who a call is from, by its Authorization header: a person's token names them, any other is the bot's. */
  by(authorization: string | undefined): Pick<Caller, 'roles'> & { readonly oid: string | undefined };
  /** `undefined`: Owner. @throws ZodError when one of them is no role */
  assign(roles: readonly Assignment[] | undefined): void;
  roles(): readonly z.output<typeof assignmentSchema>[];
}

const claims = z.object({ oid: z.string() });

/** The object id in a JSON Web Token; its signature is nobody's business here. */
const oidIn = (authorization = ''): string | undefined => {
  try {
    const payload = Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString('utf8');
    return claims.parse(JSON.parse(payload)).oid.toLowerCase();
  } catch {
    return undefined;
  }
};

const owner = [{ actions: ['*'], notActions: [] }];

/** @param roles what it may do from the start; left out: everything */
export const createCaller = (roles?: readonly Assignment[]): Caller => {
  let given = roles === undefined ? owner : assignmentsSchema.parse(roles);
  const people = new Map<string, readonly z.output<typeof assignmentSchema>[]>();
  return {
    assignTo: (oid, next) => void people.set(oid, assignmentsSchema.parse(next ?? [])),
    by: (authorization) => {
      const oid = oidIn(authorization);
      return { oid, roles: () => (oid === undefined ? given : (people.get(oid) ?? [])) };
    },
    assign: (next) => {
      given = next === undefined ? owner : assignmentsSchema.parse(next);
    },
    roles: () => given,
  };
};

const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/**
 * The action that ARM checks for a call; `undefined` where it checks none: everybody may list the subscriptions they see.
 * POST names its action in the last part of the path.
 */
export const actionAt = (method: string, path: string): string | undefined => {
  const provider = /.*\/providers\/([^/]+)\/(.+?)\/?$/i.exec(path);
  if (provider === null) return undefined;
  const [, namespace = '', rest = ''] = provider;
  const types = rest.split('/').filter((_part, index) => index % 2 === 0);
  return `${namespace}/${types.join('/')}/${verbs[method] ?? 'action'}`;
};

const covers = (pattern: string, action: string): boolean => {
  const source = pattern.split('*').map((piece) => piece.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 'i').test(action);
};

const rolesIn = (caller: Pick<Caller, 'roles'>, path: string) => {
  const asked = /^\/subscriptions\/([^/]+)/i.exec(path)?.[1]?.toLowerCase();
  return caller
    .roles()
    .filter(({ subscription }) => subscription === undefined || subscription.toLowerCase() === asked);
};

/** What ARM says to a call that no role allows; `undefined`: one does. */
export const refusal = (caller: Pick<Caller, 'roles'>, method: string, path: string): Answer | undefined => {
  const action = actionAt(method, path);
  if (action === undefined) return undefined;
  const isAllowed = rolesIn(caller, path).some(
    ({ actions, notActions }) =>
      actions.some((pattern) => covers(pattern, action)) &&
      !notActions.some((pattern) => covers(pattern, action)),
  );
  if (isAllowed) return undefined;
  const scope = /^(\/subscriptions\/[^/]+)\/providers\/[^/]+\/[^/]+\/?$/i.exec(path)?.[1] ?? path;
  return armError(
    403,
    'AuthorizationFailed',
    `The client '8e1f6d52-0c3b-4a97-b7de-52f4a9c81d30' with object id '8e1f6d52-0c3b-4a97-b7de-52f4a9c81d30' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
};

/** Permissions - List for subscription: of whoever asks. */
export const permissionRoutes = (caller: Caller): readonly Route[] => [
  route('GET', '/subscriptions/{s}/providers/Microsoft.Authorization/permissions', (call) =>
    call.page(rolesIn(caller, `/subscriptions/${call.part('s')}`), ({ actions, notActions }) => ({
      actions,
      notActions,
      dataActions: [],
      notDataActions: [],
    })),
  ),
];
