// How states become things to read. Implemented by cards/, wired in src/main.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Audience, Notice } from '../domain/debt.ts';
import type { Person } from '../domain/person.ts';
import type { Instant } from '../domain/time.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Message } from './chat-ports.ts';

export interface Presenter {
  /**
   * The request card for a view key of `viewOf`.
   * @param alone nobody but the requester sees this drawing: it is the answer to their click
   */
  card(request: AccessRequest, view: string, now: Instant, alone?: boolean): Message;
  /**
   * The approvers' card for a view key of `decisionViewOf`.
   * @param refreshFor Teams' ids (`29:…`) of those whose clients are to fetch a view of their own, 60 at most.
   */
  decisionCard(
    request: AccessRequest,
    view: string,
    viewer: Viewer,
    refreshFor: readonly string[],
    now: Instant,
  ): Message;
  /**
   * A notice besides the card.
   * @param onDuty who is on call now; of these on-call's loud notices are to mention each
   */
  notice(
    request: AccessRequest,
    notice: Notice,
    to: Audience,
    now: Instant,
    onDuty?: readonly Person[],
  ): Message;
}
