// How states become things to read. Implemented by cards/, wired in src/main.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Audience, Notice } from '../domain/owed.ts';
import type { Instant } from '../domain/time.ts';
import type { Message } from './chat-ports.ts';

export interface Presenter {
  /** The request card for a view key of `viewOf`. */
  card(request: AccessRequest, view: string, now: Instant): Message;
  /** A notice besides the card. */
  notice(request: AccessRequest, notice: Notice, to: Audience, now: Instant): Message;
}
