// When a post that came to nothing is an outcome to record, and not something to try again.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Told } from '../domain/chat-receipts.ts';
import type { Instant } from '../domain/time.ts';
import { Fault } from './fault.ts';

/** A post that came to nothing for good, and why. */
export interface Undelivered {
  readonly why: string;
}

/**
 * What can never be told is an outcome to record, not something to try for ever: the conversation is gone, or Teams
 * refuses for good. A post without an answer is repeated once; a second one would be a third copy for somebody.
 */
export const finalAnswer =
  (request: AccessRequest, key: string) =>
  (error: unknown): Undelivered => {
    if (!(error instanceof Fault)) throw error;
    const repeated = error.code === 'in-doubt' && request.setbacks[key]?.message === error.message;
    if (repeated || isForGood(error)) return { why: error.message };
    throw error;
  };

/** Whether trying again cannot help. */
export const isForGood = ({ code }: Fault): boolean => ['missing', 'rejected', 'forbidden'].includes(code);

export const receiptOf = (posted: string | Undelivered, at: Instant): Told =>
  typeof posted === 'string' ? { at, messageId: posted } : { at, why: posted.why };
