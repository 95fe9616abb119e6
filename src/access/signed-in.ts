// Somebody signed in: what of theirs waits for that goes on at once.
import type { Ledger } from './ledger-port.ts';
import type { Log } from './log-port.ts';
import { notAwaited } from './saving.ts';
import type { Settle } from './settle.ts';

/** Somebody has a handful of requests at most; those beyond are found by the look that is due anyway. */
const mostRequests = 20;

/** @returns a function that does not wait for what it sets going. @throws Fault when the books cannot be read */
export const createSignedIn =
  ({ ledger, settle, log }: { ledger: Pick<Ledger, 'currentOf'>; settle: Pick<Settle, 'look'>; log: Log }) =>
  async (personId: string): Promise<void> => {
    const requests = await ledger.currentOf(personId, mostRequests);
    for (const request of requests)
      if (request.state === 'approved' && request.signIn !== undefined)
        notAwaited(settle.look(request.id), request.id, log);
  };
