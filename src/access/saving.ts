// What a save after a click or message has in common: who looks again after a crash, and which cards are left alone.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Pace } from '../domain/pace.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Log } from './log-port.ts';

/** If this process dies right after a save, somebody looks again this much later. */
export const safetySeconds: Seconds = 10;

/** Settling that nobody waits for: if the ledger is away, the job saved with the move makes up for it. Never throws. */
export function notAwaited(settling: Promise<void>, requestId: string, log: Log): void {
  settling.catch((error: unknown) => {
    log.error({ request: requestId, err: error }, 'settling was put off: the ledger did not answer');
  });
}

/** The clicker's client is about to show the answer; the card itself is updated a moment later. */
export const answeredByClick = (request: AccessRequest, now: Instant, pace: Pace): AccessRequest => ({
  ...request,
  card: { ...request.card, quietUntil: now + pace.answer * 1000 },
});

/** The same for the cards that approvers see. */
export const answeredByDecision = (request: AccessRequest, now: Instant, pace: Pace): AccessRequest => ({
  ...request,
  decisionCards: request.decisionCards.map((card) => ({ ...card, quietUntil: now + pace.answer * 1000 })),
});
