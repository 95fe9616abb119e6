// What somebody may do with a grant they have: end it before its time, or extend it.
import type { AccessRequest, Open } from '../domain/access-request.ts';
import type { Person } from '../domain/person.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Seconds } from '../domain/time.ts';

/** Who acts: the person the channel authenticated. */
export interface Actor {
  readonly person: Person;
  /** Admins may end what others have. */
  readonly admin: boolean;
}

/** What came of a click; `request` is the state as stored. Only `moved` and `extending` change anything. */
export type DoneAnswer =
  /** It is being closed, or (with `done.kept`) stays open until its end: the state tells. */
  | { readonly kind: 'moved'; readonly request: AccessRequest }
  /** It is not open any more, or somebody has said so before. */
  | { readonly kind: 'dead'; readonly request: AccessRequest }
  | { readonly kind: 'not-yours'; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

export type ExtendAnswer =
  /** `extension` is the request made for it: approved, or waiting for approvers. */
  | { readonly kind: 'extending'; readonly request: AccessRequest; readonly extension: AccessRequest }
  /** An extension is under way already. */
  | { readonly kind: 'already'; readonly request: AccessRequest; readonly extension: AccessRequest }
  | { readonly kind: 'refused'; readonly request: AccessRequest; readonly refusals: readonly Refusal[] }
  | { readonly kind: 'dead'; readonly request: AccessRequest }
  | { readonly kind: 'not-yours'; readonly request: AccessRequest }
  | { readonly kind: 'no-such-request' };

export interface Life {
  /** The requester, or an admin, is done with it. @throws Fault when the ledger is away */
  done(actor: Actor, requestId: string): Promise<DoneAnswer>;
  /** Its requester wants it for `seconds` longer than its end. Judged by today's policies. @throws Fault */
  extend(person: Person, requestId: string, seconds: Seconds): Promise<ExtendAnswer>;
  /** By how many seconds it could be extended now, of those that cards offer. Never rejects. */
  extensionsFor(request: Open): Promise<readonly Seconds[]>;
}

/** What cards offer to extend by. */
export const extensionChoices: readonly Seconds[] = [900, 1800, 3600];
