// The ARM wire: faults first, then what ARM checks of every request, then the route. Graph's calls come by here, too.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Answer,
  armError,
  htmlBadGateway,
  noApiVersion,
  routeNotFound,
  tracingHeaders,
  unauthenticated,
} from './answers.ts';
import { createBudgetHeaders } from './budget-headers.ts';
import { computeRoutes } from './compute-routes.ts';
import type { ActiveFault, Faults } from './faults.ts';
import { graphAnswer, isGraph } from './graph.ts';
import { readJson, send } from './http.ts';
import { sameId } from './ids.ts';
import type { Meddling } from './meddling.ts';
import { networkRoutes } from './network-routes.ts';
import { absolute, page } from './paging.ts';
import type { Past } from './past.ts';
import { policyRoutes } from './policy-routes.ts';
import { pricingRoutes } from './pricing-routes.ts';
import type { Reality } from './reality.ts';
import { type Caller, permissionRoutes, refusal } from './rights.ts';
import type { Route } from './route.ts';
import { ruleRoutes } from './rule-routes.ts';
import type { World } from './world.ts';

/** What differs between one Azure and another. */
export interface ArmManners {
  readonly policyEtags: boolean;
  /** Entries on a page of a list. */
  readonly pageSize: number;
}

/** One initiate as it arrived, and what became of it. */
export interface ReceivedInitiate {
  readonly at: number;
  readonly path: string;
  readonly body: unknown;
  /** `reset`: the connection was dropped instead. */
  readonly answer: Answer | 'reset';
  /** Object id of the person in whose name it was asked; `undefined`: the bot's own. */
  readonly by: string | undefined;
  /** True when Azure took it, whatever the caller was told. */
  readonly accepted: boolean;
}

const resourceRoutes = [...networkRoutes, ...ruleRoutes, ...computeRoutes, ...policyRoutes, ...pricingRoutes];

const insteadOf = (fault: ActiveFault['action'] | undefined): Answer | undefined => {
  if (fault === 'html-502') return htmlBadGateway;
  return typeof fault === 'object' && 'status' in fault
    ? { status: fault.status, body: fault.body, ...(fault.headers ? { headers: fault.headers } : {}) }
    : undefined;
};

/** The world that this answer is from, and its time. */
interface Seen {
  readonly world: World;
  readonly now: number;
}

const answerOf = (
  reality: Reality,
  { world, now }: Seen,
  caller: Caller,
  routes: readonly Route[],
  request: IncomingMessage,
  url: URL,
  body: unknown,
  { policyEtags, pageSize }: ArmManners,
): Answer => {
  if (!/^Bearer \S/i.test(request.headers.authorization ?? '')) return unauthenticated;
  const { method = 'GET', headers } = request;
  if (isGraph(url.pathname)) return graphAnswer(world, { method, url, body, host: headers.host ?? '' });
  if (!url.searchParams.has('api-version')) return noApiVersion;
  const subscription = /^\/subscriptions\/([^/]+)/i.exec(url.pathname)?.[1];
  if (subscription !== undefined && !world.subscriptions.some(({ id }) => sameId(id, subscription)))
    return armError(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
  const refused = refusal(caller.by(headers.authorization), method, url.pathname);
  if (refused !== undefined) return refused;
  for (const route of routes) {
    const parts = route.method === request.method ? route.match(url.pathname) : undefined;
    if (parts === undefined) continue;
    return route.answer({
      world,
      now,
      body,
      callerAddress: request.socket.remoteAddress ?? '127.0.0.1',
      deletionTakesMs: reality.delays.deletionTakesMs,
      protectionTakesMs: reality.delays.protectionTakesMs,
      policyEtags,
      header: (name) => request.headers[name]?.toString(),
      absolute: (path) => absolute(path, request.headers.host ?? '').href,
      part: (name) => parts[name] ?? '',
      page: (items, wire) => page(items, wire, url, request.headers.host ?? '', pageSize),
      emit: reality.emit,
    });
  }
  return routeNotFound(url.pathname);
};

/** Serves ARM requests of one caller. `received` is told of every initiate, `strayed` of every other call in a
 * person's name; `meddling` acts between calls. */
export const createArm = (
  reality: Reality,
  past: Past,
  faults: Faults,
  caller: Caller,
  received: (initiate: ReceivedInitiate) => void,
  meddling: Meddling,
  manners: ArmManners,
  strayed: (call: string) => void,
) => {
  const routes = [...resourceRoutes, ...permissionRoutes(caller)];
  const budgetHeaders = createBudgetHeaders();

  const seen = (fault: ActiveFault['action'] | undefined): Seen => {
    const now = reality.now();
    if (typeof fault !== 'object' || !('staleMs' in fault)) return { world: reality.world(), now };
    return { world: past.at(now - fault.staleMs), now: now - fault.staleMs };
  };

  return async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const method = request.method ?? 'GET';
    const body = await readJson(request);
    const fault = faults.take(method, url.pathname);
    if (typeof fault === 'object' && 'delayMs' in fault)
      await sleep(fault.delayMs, undefined, { ref: false });

    const { oid: by } = caller.by(request.headers.authorization);
    const isReset = fault === 'reset-before' || fault === 'reset-after';
    const instead = insteadOf(fault);
    const isDone = instead === undefined || (typeof fault === 'object' && 'after' in fault && fault.after);
    const took =
      fault === 'reset-before' || !isDone
        ? undefined
        : answerOf(reality, seen(fault), caller, routes, request, url, body, manners);
    const answer = instead ?? took;
    await meddling.after(method, url.pathname);

    const told = isReset || answer === undefined ? 'reset' : answer;
    if (/\/initiate\/?$/i.test(url.pathname))
      received({
        at: reality.now(),
        path: url.pathname,
        body,
        answer: told,
        by,
        accepted: took?.status === 202,
      });
    else if (by !== undefined) strayed(`${method} ${url.pathname}`);
    reality.emit({
      kind: 'call',
      at: reality.now(),
      method,
      path: url.pathname,
      answer: told === 'reset' ? told : told.status,
    });
    if (told === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    const at = reality.now();
    send(response, told, {
      // The clock of this Azure, whatever the machine's says.
      date: new Date(at).toUTCString(),
      ...tracingHeaders(url.pathname),
      ...budgetHeaders(method, url.pathname, at),
    });
  };
};
