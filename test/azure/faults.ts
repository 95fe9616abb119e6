// Looking at the faults that calls end with.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';

/** The fault a promise is rejected with; fails when it is fulfilled, or rejected with anything else. */
export async function thrownBy(promise: Promise<unknown>): Promise<Fault> {
  const outcome = await promise.then(
    () => 'nothing',
    (error: unknown) => error,
  );
  assert.ok(outcome instanceof Fault, `expected a Fault, got ${String(outcome)}`);
  return outcome;
}

/** What others see of a fault, without what is not there. */
export const briefly = ({ code, message, permission, retryAfterSeconds }: Fault) => ({
  code,
  message,
  ...(permission !== undefined && { permission }),
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
});
