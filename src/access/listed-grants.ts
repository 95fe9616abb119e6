// Which of the openings that Azure lists belong to a request, and which are other people's.
import type { AccessRequest } from '../domain/access-request.ts';
import { isJustifiedBy } from '../domain/justification.ts';
import type { Terms } from '../domain/terms.ts';
import type { Instant } from '../domain/time.ts';
import type { Jit, ListedOpening } from './azure-ports.ts';
import { Fault } from './fault.ts';

/** A grant whose end is looked at, or brought about. */
export type Asked = Extract<AccessRequest, { state: 'open' | 'closing' }>;

/** Azure keeps more digits of an end time than JavaScript does. */
const sameEndMilliseconds = 1000;

/**
 * What Azure lists for the request's machine and port that is not of the request itself, nor of those it took over from or
 * that extend it: they are one grant. @throws Fault when the list cannot be read
 */
export async function othersListed(
  jit: Pick<Jit, 'listed'>,
  request: Asked,
): Promise<readonly ListedOpening[]> {
  const listed = await jit.listed(request.terms.policyId).catch(nothingWhenGone);
  return listed.filter((entry) => isAbout(entry, request.terms) && !isOfGrant(entry, request));
}

const isAbout = ({ machineId, port }: ListedOpening, terms: Terms): boolean =>
  machineId === terms.machine.id && port === terms.port;

/** Azure's entries have no id; ours carry the request's in their justification. */
function isOfGrant({ justification, endsAt }: ListedOpening, request: Asked): boolean {
  const isOf = (id: string): boolean => isJustifiedBy(justification, id);
  if (isOf(request.id) || (request.extension !== undefined && isOf(request.extension))) return true;
  // One that lasts longer was not taken over: it goes on by itself, and needs the rule.
  return endsAt < agreedEnd(request) + sameEndMilliseconds && (request.extends?.chain ?? []).some(isOf);
}

const agreedEnd = (request: Asked): Instant =>
  request.state === 'closing' ? (request.early?.endsAt ?? request.endsAt) : request.endsAt;

/** A policy that is gone lists nothing; not being able to read it is another matter. */
function nothingWhenGone(error: unknown): readonly ListedOpening[] {
  if (error instanceof Fault && error.code === 'missing') return [];
  throw error;
}
