// How states become things to read. Implemented by cards/, wired in src/main.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Audience, Notice } from '../domain/debt.ts';
import type { Person } from '../domain/person.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Viewer } from '../domain/viewer.ts';
import type { Message } from './chat-ports.ts';

/** What a notice may need besides its request. */
export interface NoticeMore {
  /** By how many seconds a warning offers to extend. */
  readonly extendBy?: readonly Seconds[];
  /** Who is on call now; on-call's loud notices mention each of them. */
  readonly onDuty?: readonly Person[];
}

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
   */
  notice(request: AccessRequest, notice: Notice, to: Audience, now: Instant, more?: NoticeMore): Message;
  /** What is left of a notice to the requester when its buttons are taken away. True whenever it is read. */
  retired(request: AccessRequest, notice: Notice): Message;
}
