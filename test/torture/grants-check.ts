// Whether Azure was asked what the ledger says, no more and no less, and nothing of it is left.
import { z } from 'zod';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { requestIdIn } from '../../src/domain/justification.ts';
import type { Books } from './ledger-read.ts';
import type { DoomedWorld } from './world.ts';

const body = z.object({ justification: z.string() });

/** Azure took one ask for it, by what the ledger says. */
const isGrant = ({ state }: AccessRequest): boolean => state === 'closed' || state === 'superseded';

export interface GrantCount {
  readonly received: number;
  readonly accepted: number;
  readonly grants: number;
  readonly problems: readonly string[];
}

/** Counts the initiates at the simulator against the grants in the ledger, and looks for rules that stayed. */
export function checkGrants(world: DoomedWorld, { requests, entries }: Books): GrantCount {
  const problems: string[] = [];
  const received = world.azure.requests();
  const taken = received.filter(({ accepted }) => accepted);
  const idOf = (one: (typeof received)[number]) => requestIdIn(body.parse(one.body).justification) ?? '';
  const byRequest = Map.groupBy(taken, idOf);
  const ids = new Set(requests.map(({ id }) => id));

  for (const one of received) {
    const sent = entries.find(
      ({ requestId, kind, at }) => requestId === idOf(one) && kind === 'initiate-sent' && at <= one.at,
    );
    if (sent === undefined) problems.push(`Azure was asked for ${idOf(one)} before the ledger knew of it`);
  }
  for (const id of byRequest.keys())
    if (!ids.has(id)) problems.push(`Azure granted ${id}, which is no request`);
  let neverAsked = 0;
  for (const request of requests) {
    const grants = byRequest.get(request.id)?.length ?? 0;
    const known = entries.some(
      ({ requestId, kind }) => requestId === request.id && kind === 'initiate-accepted',
    );
    const mayBeLost = request.state === 'closed' && !known;
    if (mayBeLost && grants === 0) neverAsked += 1;
    else if (grants !== (isGrant(request) ? 1 : 0))
      problems.push(`Azure granted ${grants} times what is ${request.state}: request ${request.id}`);
  }
  for (const { id } of world.azure.estate.nsgs)
    for (const rule of world.azure.nsg(id))
      if (rule.access === 'Allow' && /JITRule/.test(rule.name)) problems.push(`the rule ${rule.name} stayed`);
  return {
    received: received.length,
    accepted: taken.length,
    grants: requests.filter(isGrant).length - neverAsked,
    problems,
  };
}
