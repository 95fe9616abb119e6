// What a write that Azure did not carry out comes to: somebody was in the way, or a fault.
import { Fault } from '../access/fault.ts';
import { faultOf } from './fault-of.ts';
import { troubleOf } from './trouble.ts';

/**
 * @param error what a PUT has thrown
 * @returns `conflict`: nothing was written because of another change (409, 412); it passes, and is worth another look
 * @throws Fault anything else; `in-doubt` where it may have been written
 */
export function refusedWrite(error: unknown): 'conflict' {
  const { status, code } = troubleOf(error);
  // A conflict passes; only a lock stays until somebody takes it away.
  if (code === 'ScopeLocked')
    throw new Fault('rejected', 'A lock in Azure forbids this change.', { cause: error });
  const fault = faultOf(error, { write: true });
  if (status === 412 || (status === 409 && fault.code === 'rejected')) return 'conflict';
  throw fault;
}
