// What Azure goes on listing of requests that the books know to be over.
import assert from 'node:assert/strict';
import type { ListedOpening } from '../../src/access/azure-ports.ts';
import { withoutEnded } from '../../src/access/ended-openings.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { aClosing, anOpen, aSuperseded, noon, terms } from '../support/requests.ts';

const closed = lifecycle.closed(aClosing(), undefined, noon + 3602_000).request;
const listed = (changes: Partial<ListedOpening> = {}): ListedOpening => ({
  machineId: terms.machine.id,
  port: terms.port,
  sources: [terms.source],
  startedAt: noon,
  endsAt: noon + 3600_000,
  status: 'Initiated',
  statusReason: 'UserRequested',
  justification: 'JIT Access req-1 for Ada Engineer (id): INC-1234',
  ...changes,
});
const books = (request: AccessRequest | undefined) => ({
  load: async (id: string) => (id === 'req-1' ? request : undefined),
});
const left = async (request: AccessRequest | undefined, opening: ListedOpening) =>
  (await withoutEnded(books(request), [opening])).length;

describe('what Azure lists', () => {
  const table: readonly [string, AccessRequest | undefined, ListedOpening, number][] = [
    ['is left out once its request is closed', closed, listed(), 0],
    ['is left out once another request took over', aSuperseded(), listed({ sources: ['203.0.113.7/32'] }), 0],
    ['stays while its request is open', anOpen(), listed(), 1],
    ['stays where the books know no such request', undefined, listed(), 1],
    ['stays where it was made in the portal', closed, listed({ justification: 'INC-1' }), 1],
    [
      'stays where a request is only quoted',
      closed,
      listed({ justification: 'as JIT Access req-1 for Ada' }),
      1,
    ],
    ['stays where it is for another source', closed, listed({ sources: ['198.51.100.9'] }), 1],
    ['stays where it is for any source', closed, listed({ sources: ['*'] }), 1],
    ['stays where it is for another port', closed, listed({ port: 22 }), 1],
    ['stays where it is for another machine', closed, listed({ machineId: '/other' }), 1],
  ];
  for (const [outcome, request, opening, count] of table)
    it(outcome, async () => assert.equal(await left(request, opening), count));
});
