// Other requests in the books that need the very Allow rule which a grant's end would delete.
import type { AccessRequest, Open } from '../domain/access-request.ts';
import { sameBlock } from '../domain/source-prefix.ts';
import type { Instant } from '../domain/time.ts';
import type { Ledger } from './ledger-port.ts';

/** More than one machine has at once. */
const mostGrants = 1000;

/**
 * Those for the same source, port and machine that nobody is done with: open, being opened, or about to be. An extension
 * that was approved is one of them. @throws Fault when the ledger is away
 */
export async function othersInBooks(
  ledger: Pick<Ledger, 'grants'>,
  { id, terms }: Open,
  now: Instant,
): Promise<readonly { readonly endsAt: Instant }[]> {
  const grants = await ledger.grants(terms.machine.id, mostGrants);
  return grants.flatMap((other) => {
    if (other.id === id || !('terms' in other)) return [];
    if (other.terms.port !== terms.port || !sameBlock(other.terms.source, terms.source)) return [];
    const endsAt = neededUntil(other, now);
    return endsAt === undefined ? [] : [{ endsAt }];
  });
}

/** `undefined`: it needs no rule any more. */
function neededUntil(request: AccessRequest, now: Instant): Instant | undefined {
  switch (request.state) {
    case 'approved': {
      const { time } = request.terms;
      return time.kind === 'until' ? time.at : now + time.seconds * 1000;
    }
    case 'opening':
      return Math.max(...request.attempts.map(({ endsAt }) => endsAt));
    case 'open':
      return request.done === undefined ? request.endsAt : undefined;
    case 'draft':
    case 'pending':
    case 'closing':
    case 'withdrawn':
    case 'lapsed':
    case 'refused':
    case 'denied':
    case 'closed':
    case 'superseded':
    case 'failed':
      return undefined;
  }
}
