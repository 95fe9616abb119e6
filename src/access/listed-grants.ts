// Which of the openings that Azure lists belong to a request, and which are other people's.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Terms } from '../domain/terms.ts';
import type { Jit, ListedOpening } from './azure-ports.ts';
import { Fault } from './fault.ts';

/** A request that Azure may have been asked about. */
export type Asked = Extract<AccessRequest, { state: 'opening' | 'open' | 'closing' }>;

/**
 * What Azure lists for the request's machine and port that is not of the request itself, nor of those it extends or that
 * extend it: they are one grant. @throws Fault when the list cannot be read
 */
export async function othersListed(
  jit: Pick<Jit, 'listed'>,
  request: Asked,
): Promise<readonly ListedOpening[]> {
  const listed = await jit.listed(request.terms.policyId).catch(nothingWhenGone);
  const own = ownIds(request);
  return listed.filter(
    (entry) => isAbout(entry, request.terms) && !own.some((id) => entry.justification.includes(id)),
  );
}

const isAbout = ({ machineId, port }: ListedOpening, terms: Terms): boolean =>
  machineId === terms.machine.id && port === terms.port;

/** Azure's entries have no id; ours carry the request's in their justification. */
function ownIds(request: Asked): readonly string[] {
  const extension = request.state === 'opening' ? undefined : request.extension;
  return [request.id, ...(request.extends?.chain ?? []), ...(extension === undefined ? [] : [extension])];
}

/** A policy that is gone lists nothing; not being able to read it is another matter. */
function nothingWhenGone(error: unknown): readonly ListedOpening[] {
  if (error instanceof Fault && error.code === 'missing') return [];
  throw error;
}
