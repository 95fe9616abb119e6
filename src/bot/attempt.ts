// Reads Azure for somebody who waits for the answer: what fails, or takes too long, is part of the answer.
import { Fault } from '../access/fault.ts';
import type { Seconds } from '../domain/time.ts';
import type { BotParts } from './parts.ts';

/** Longer than Azure takes when all is well; who asks should not wait in vain. */
export const patienceSeconds: Seconds = 10;

/**
 * @param late When to give up; left out: after the usual patience. Several readings of one answer share one.
 * @returns the fault where it could not be read. Rejects with anything else that was thrown.
 */
export async function attempt<Value>(
  { pause, log }: Pick<BotParts, 'pause' | 'log'>,
  reading: Promise<Value>,
  late: Promise<unknown> = pause(patienceSeconds),
): Promise<{ readonly value: Value } | { readonly fault: Fault }> {
  const tooLate = late.then(() => {
    throw new Fault('unavailable', 'Azure does not answer.');
  });
  try {
    return { value: await Promise.race([reading, tooLate]) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.warn({ err: error }, 'Azure could not be read for an answer');
    return { fault: error };
  }
}
