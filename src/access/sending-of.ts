// How a request's words are sent: by their urgency, under a name that keeps their place, without holding up the settling.
import type { AccessRequest } from '../domain/access-request.ts';
import { type Debt, debtKey } from '../domain/debt.ts';
import { urgencyOf } from '../domain/urgency.ts';
import type { Sending } from './chat-ports.ts';

/** A person who waits is waited for; all else comes back when its turn has come, and holds neither place nor lease. */
export function sendingOf(request: AccessRequest, debt: Debt): Sending {
  const urgency = urgencyOf(debt, request) ?? 'news';
  return { urgency, key: `${request.id}/${debtKey(debt)}`, passing: urgency !== 'awaited' };
}
