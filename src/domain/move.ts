// What every move of an access request shares: its result, and what of the old state survives it.
import type {
  AccessRequest,
  Approved,
  Closing,
  Common,
  Draft,
  Open,
  Opening,
  Pending,
} from './access-request.ts';
import type { AuditEntry } from './audit.ts';

/** A request after a move, and what the audit trail is to say of it. */
export interface Move<To extends AccessRequest = AccessRequest> {
  readonly request: To;
  readonly entries: readonly AuditEntry[];
}

/** What every state has in common; the rest of the old state does not survive a move unless it is named. */
export function common(request: Common): Common {
  const { shape, id, version, requester, origin, reader, askedAt, card, decisionCards, told, setbacks } =
    request;
  return {
    shape,
    id,
    version,
    requester,
    origin,
    reader,
    askedAt,
    card,
    decisionCards,
    told,
    setbacks,
    ...(request.extends && { extends: request.extends }),
  };
}

/** What the requester and the approvers had before them, for requests that end without a grant. */
export const sentBy = (request: Draft | Pending) =>
  request.state === 'draft' ? {} : { sent: { terms: request.terms, grounds: request.grounds } };

/** What stays as it is from the approval to the end. */
export const granting = (request: Approved | Opening | Open | Closing) => ({
  ...common(request),
  terms: request.terms,
  grounds: request.grounds,
});
