// The moves of a request that waits for its requester's own sign-in: Azure was not asked by any of them.
import type { Approved } from './access-request.ts';
import type { Move } from './move.ts';
import type { Pace } from './pace.ts';
import { type Instant, isoOf } from './time.ts';

/** There is still no token: the requester is asked for their sign-in, or goes on being waited for. Azure was not asked. */
export function signInAwaited(request: Approved, now: Instant, pace: Pace): Move<Approved> {
  const lookAt = now + pace.net * 1000;
  if (request.signIn !== undefined)
    return { request: { ...request, signIn: { ...request.signIn, lookAt } }, entries: [] };
  const until = now + pace.signIn * 1000;
  return {
    request: { ...request, signIn: { askedAt: now, until, lookAt } },
    entries: [{ at: now, actor: 'bot', kind: 'sign-in-asked', facts: { until: isoOf(until) } }],
  };
}

/** They have just signed in, or so it is said: it is found out at once. Not written down by itself. */
export const signedInNow = (request: Approved, now: Instant): Approved =>
  request.signIn === undefined
    ? request
    : { ...request, signIn: { ...request.signIn, lookAt: Math.min(request.signIn.lookAt, now) } };
