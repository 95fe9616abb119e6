// What Azure still lists of requests that ended before their time: it knows no revoke, and the books know better.
import { type AccessRequest, sentOf } from '../domain/access-request.ts';
import { requestIdIn } from '../domain/justification.ts';
import { sameBlock } from '../domain/source-prefix.ts';
import type { ListedOpening } from './azure-ports.ts';
import type { Ledger } from './ledger-port.ts';

/** More than a machine has at once; of others, it is said that Azure lists them. */
const mostLooked = 30;

/**
 * Without the openings whose request is in the books as closed, or taken over. A justification proves nothing by itself:
 * anybody can write one in the portal, so the machine, the port and the source have to be the request's, too.
 * @throws Fault when the ledger is away
 */
export async function withoutEnded(
  ledger: Pick<Ledger, 'load'>,
  listed: readonly ListedOpening[],
): Promise<readonly ListedOpening[]> {
  const ids = new Set(listed.flatMap(({ justification }) => requestIdIn(justification) ?? []));
  const requests = new Map(
    await Promise.all([...ids].slice(0, mostLooked).map(async (id) => [id, await ledger.load(id)] as const)),
  );
  return listed.filter((opening) => {
    const request = requests.get(requestIdIn(opening.justification) ?? '');
    return request === undefined || !isOver(request) || !isFor(opening, request);
  });
}

const isOver = ({ state }: AccessRequest): boolean => state === 'closed' || state === 'superseded';

function isFor({ machineId, port, sources }: ListedOpening, request: AccessRequest): boolean {
  const terms = sentOf(request)?.terms;
  return (
    terms !== undefined &&
    terms.machine.id === machineId &&
    terms.port === port &&
    sources.every((source) => sameBlock(source, terms.source))
  );
}
