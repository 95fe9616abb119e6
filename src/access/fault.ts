// What can break, in a small closed set. Made only at the seams (src/azure, src/teams, src/ledger).

/**
 * - `in-doubt`: the call may or may not have taken effect (timeout, reset, 5xx). Look before acting again.
 * - `unavailable`: it did not answer, or not now; nothing was changed. Try later.
 * - `throttled`: try again after `retryAfterSeconds`.
 * - `forbidden`: a right is missing; `permission` names it where Azure did.
 * - `rejected`: it understood and refused for good; `message` is our own sentence, never the raw SDK text.
 * - `missing`: the thing addressed no longer exists.
 */
export type FaultCode = 'in-doubt' | 'unavailable' | 'throttled' | 'forbidden' | 'rejected' | 'missing';

/**
 * What more is known of a fault. `outside-jit-policy`: port, source or time is outside the JIT policy.
 * `own-right`: it is the requester who lacks the right, in whose name Azure was asked.
 * `plan-off`: the subscription's plan of Defender for Servers does not sell JIT. `not-yet`: nothing is wrong, our own queue
 * to Teams lets others go first.
 */
export type FaultReason = 'outside-jit-policy' | 'own-right' | 'plan-off' | 'not-yet';

/** A fault at a seam. `message` is safe to show in a chat: no SDK text, HTML or stack. `cause` is for the log only. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly retryAfterSeconds: number | undefined;
  /** The Azure action that is missing, such as `Microsoft.Network/networkSecurityGroups/read`. */
  readonly permission: string | undefined;
  readonly reason: FaultReason | undefined;

  constructor(
    code: FaultCode,
    message: string,
    more: { cause?: unknown; retryAfterSeconds?: number; permission?: string; reason?: FaultReason } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'Fault';
    this.code = code;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.permission = more.permission;
    this.reason = more.reason;
  }
}
