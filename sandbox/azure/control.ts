// The control surface under /_sandbox: look at the world, switch faults and quirks, change rules and roles, hear of changes, start over. Loopback only.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { type Answer, armError } from './answers.ts';
import { type Faults, faultSchema } from './faults.ts';
import { isLoopback, readJson, send } from './http.ts';
import { picture } from './picture.ts';
import type { Reality } from './reality.ts';
import { assignmentsSchema, type Caller } from './rights.ts';
import { ruleControl } from './rule-control.ts';
import { quirkSchema } from './world.ts';

const stream = (reality: Reality, response: ServerResponse, headers: Record<string, string>): void => {
  response.writeHead(200, { ...headers, 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  // The comment reaches the client at once, so that it knows from when on it hears everything.
  response.write(': listening\n\n');
  const stop = reality.listen((event) => {
    if (event.kind !== 'call') response.write(`event: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  response.on('close', stop);
};

const answerOf = async (
  reality: Reality,
  faults: Faults,
  caller: Caller,
  reset: () => void,
  request: IncomingMessage,
  path: string,
): Promise<Answer> => {
  const membership = /^\/_sandbox\/groups\/([^/]+)\/(members|owners)\/([^/]+)$/.exec(path);
  if (membership !== null && ['PUT', 'DELETE'].includes(request.method ?? '')) {
    const [, group = '', kind, id = ''] = membership.map(decodeURIComponent);
    const isIn = request.method === 'PUT';
    return reality.setInGroup(group, kind === 'owners' ? 'owners' : 'members', id, isIn)
      ? { status: 204 }
      : armError(404, 'GroupNotFound', `There is no group '${group}'.`);
  }
  const rules = await ruleControl(reality, request, path);
  if (rules !== undefined) return rules;
  const machine = /^\/_sandbox\/quirks\/(.+)$/.exec(path)?.[1];
  const action = `${request.method} ${machine === undefined ? path : '/_sandbox/quirks'}`;
  switch (action) {
    case 'GET /_sandbox/state':
      return { status: 200, body: picture(reality.world(), faults.list(), reality.now()) };
    case 'GET /_sandbox/faults':
      return { status: 200, body: faults.list() };
    case 'POST /_sandbox/faults':
      faults.add(faultSchema.parse(await readJson(request)));
      return { status: 201, body: faults.list() };
    case 'DELETE /_sandbox/faults':
      faults.clear();
      return { status: 204 };
    case 'PUT /_sandbox/quirks':
    case 'DELETE /_sandbox/quirks': {
      const quirk = request.method === 'PUT' ? quirkSchema.parse(await readJson(request)) : undefined;
      return reality.setQuirk(decodeURIComponent(machine ?? ''), quirk)
        ? { status: 204 }
        : armError(404, 'MachineNotFound', `Not exactly one machine is meant by '${machine ?? ''}'.`);
    }
    case 'GET /_sandbox/roles':
      return { status: 200, body: caller.roles() };
    case 'PUT /_sandbox/roles':
      caller.assign(assignmentsSchema.parse(await readJson(request)));
      return { status: 204 };
    case 'DELETE /_sandbox/roles':
      caller.assign(undefined);
      return { status: 204 };
    case 'POST /_sandbox/reset':
      reset();
      return { status: 204 };
    default:
      return armError(404, 'NotFound', `The control surface has no '${request.method} ${path}'.`);
  }
};

/** Serves /_sandbox. `reset` starts the whole simulator over. */
export const createControl =
  (reality: Reality, faults: Faults, caller: Caller, reset: () => void) =>
  async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
    const origin = request.headers.origin;
    if (!isLoopback(request.headers.host ?? '') || (origin !== undefined && !isLoopback(origin))) {
      send(response, armError(403, 'Forbidden', 'The control surface answers this machine only.'));
      return;
    }
    // The chat page shows the live picture from another port of this machine.
    const headers: Record<string, string> =
      origin === undefined ? {} : { 'access-control-allow-origin': origin };
    if (request.method === 'GET' && url.pathname === '/_sandbox/events') {
      stream(reality, response, headers);
      return;
    }
    try {
      send(response, await answerOf(reality, faults, caller, reset, request, url.pathname), headers);
    } catch (error) {
      if (!(error instanceof ZodError)) throw error;
      const where = error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
      send(response, armError(400, 'BadRequest', where), headers);
    }
  };
