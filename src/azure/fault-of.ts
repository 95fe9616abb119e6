// Whatever went wrong in a call to Azure, as one of the few faults the rest of the code knows.
import { Fault } from '../access/fault.ts';
import { isBusyCode } from './throttle-signs.ts';
import { type Trouble, troubleOf } from './trouble.ts';

/** Whether the call could have changed something. */
export interface Kind {
  readonly write: boolean;
  /** True when Azure was asked in the requester's name: what is missing is theirs then. */
  readonly inOwnName?: boolean;
}

/** Runs a read; what it throws comes out as a Fault. */
export async function reading<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw faultOf(error, { write: false });
  }
}

/**
 * @param error anything that was thrown by an SDK
 * @returns a fault whose message is a sentence of ours: no SDK text, no HTML, no ids
 */
export function faultOf(error: unknown, { write, inOwnName = false }: Kind): Fault {
  if (error instanceof Fault) return error;
  const trouble = troubleOf(error);
  const doubtful = write ? 'in-doubt' : 'unavailable';
  const { status, retryAfterSeconds } = trouble;
  const more = { cause: error, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  if (trouble.nothingSent !== undefined) return new Fault('unavailable', trouble.nothingSent, more);
  if (trouble.timedOut || status === 408) return new Fault(doubtful, 'Azure did not answer in time.', more);
  if (status === undefined) return new Fault(doubtful, 'The connection to Azure broke.', more);
  // Answers below 400 end up here when their body could not be read: the call may well have worked.
  if (status >= 500 || status < 400)
    return new Fault(doubtful, `Azure had an error of its own (HTTP ${status}).`, more);
  return (inOwnName ? ownRefusal(trouble, status, more) : undefined) ?? refusedCall(trouble, status, more);
}

interface More {
  readonly cause: unknown;
  readonly retryAfterSeconds?: number;
}

/** What of a 4xx is about the requester, in whose name Azure was asked. */
function ownRefusal({ code, action }: Trouble, status: number, more: More): Fault | undefined {
  const own = { ...more, reason: 'own-right' } as const;
  if (status === 401) return new Fault('forbidden', "Azure did not accept the requester's own sign-in.", own);
  if (code === 'SubscriptionNotFound')
    return new Fault('forbidden', 'Azure does not show this subscription to the requester.', own);
  if (status !== 403 || code === 'ScopeLocked' || code === 'RequestDisallowedByPolicy') return undefined;
  if (action === undefined)
    return new Fault('forbidden', 'The requester lacks a right in Azure of their own.', own);
  const message = `The requester lacks the right ${action} in Azure, and Azure was asked in their name.`;
  return new Fault('forbidden', message, { ...own, permission: action });
}

/** Azure answered 4xx: nothing was changed. */
function refusedCall(trouble: Trouble, status: number, more: More): Fault {
  const { code, message, action } = trouble;
  const has = (...codes: readonly string[]): boolean => codes.includes(code ?? '');
  if (isBusyCode(code ?? ''))
    return new Fault('throttled', 'Azure is still busy with another change to the same network.', more);
  if (status === 429) return new Fault('throttled', 'Azure asks the bot to slow down.', more);
  if (status === 401)
    return new Fault(
      'forbidden',
      "Azure did not accept the bot's sign-in. An administrator must look at it.",
      more,
    );
  // Shown where the principal may see nothing of it: that is not knowledge that it is gone.
  if (has('SubscriptionNotFound'))
    return new Fault('forbidden', 'Azure does not show this subscription to the bot.', more);
  // It stays until somebody takes it away.
  if (has('ScopeLocked')) return new Fault('rejected', 'A lock in Azure forbids it.', more);
  if (has('RequestDisallowedByPolicy'))
    return new Fault('rejected', 'An Azure Policy of your organisation forbids it.', more);
  if (status === 403) return missingRight(action, more);
  if (status === 404 && has('PolicyNotFound'))
    return new Fault('missing', 'The JIT policy no longer exists in Azure.', more);
  // Without a code of Azure's, a 404 may be any proxy's: nobody may conclude that something is gone.
  if (status === 404 && code !== undefined)
    return new Fault('missing', 'Azure does not know this resource any more.', more);
  if (status === 404) return new Fault('unavailable', 'Something other than Azure answered the bot.', more);
  if (/not a subset of policy/i.test(message))
    return new Fault(
      'rejected',
      "Azure says that the port, the source or the time is outside of the machine's JIT policy.",
      { ...more, reason: 'outside-jit-policy' },
    );
  if (/not onboarded/i.test(message))
    return new Fault('rejected', 'Defender for Servers is not turned on for this subscription.', more);
  return new Fault(
    'rejected',
    `Azure refused the call (HTTP ${status}${code === undefined ? '' : `, ${code}`}).`,
    more,
  );
}

function missingRight(action: string | undefined, more: More): Fault {
  if (action === undefined) return new Fault('forbidden', 'The bot lacks a right in Azure.', more);
  return new Fault('forbidden', `The bot lacks the right ${action} in Azure.`, {
    ...more,
    permission: action,
  });
}
