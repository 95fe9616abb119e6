// What an answer of Azure's says of how often it may be asked: how many calls are left, and for how long it wants none.
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import type { Seconds } from '../domain/time.ts';
import type { Meter } from './meter.ts';
import { parsedOrNothing } from './raw-call.ts';
import { retryAfterSecondsOf } from './retry-after.ts';

export type HeardAnswer = Pick<PipelineResponse, 'status' | 'headers' | 'bodyAsText'>;

/**
 * Calls that are left on this meter, for this principal and, where Azure says so, for all of the subscription's.
 * Names of the headers: https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * @returns the smaller number; `undefined`: the answer does not say
 */
export function remainingIn({ headers }: HeardAnswer, { subscription, kind }: Meter): number | undefined {
  const scope = subscription === '' ? 'tenant' : 'subscription';
  const told = [`${scope}-${kind}`, `${scope}-global-${kind}`].flatMap((name) => {
    const value = headers.get(`x-ms-ratelimit-remaining-${name}`);
    return value !== undefined && /^\d+$/.test(value) ? [Number(value)] : [];
  });
  return told.length === 0 ? undefined : Math.min(...told);
}

/** Azure refused a call because of how many there were. */
export interface Wall {
  /** All calls on the meter; otherwise only those to the same resource provider, which has a limit of its own. */
  readonly whole: boolean;
  /** For how long it wants no more; `undefined`: it did not say. */
  readonly seconds: Seconds | undefined;
}

const refusal = z.object({ error: z.object({ code: z.string() }) });

/** @returns `undefined` where it was no refusal of that kind; another change of the same network under way is none */
export function wallIn({ status, headers, bodyAsText }: HeardAnswer): Wall | undefined {
  if (status !== 429) return undefined;
  const code = refusal.safeParse(parsedOrNothing(bodyAsText)).data?.error.code ?? '';
  if (isBusyCode(code)) return undefined;
  const whole = code === '' || /^(Subscription|Tenant|ServicePrincipal|Principal)\w*Throttled$/i.test(code);
  return { whole, seconds: retryAfterSecondsOf(headers) };
}

/** Azure's words for "another change is under way there". Seen as `RetryableError` with the longer one among its details. */
export const isBusyCode = (code: string): boolean =>
  ['RetryableError', 'RetryableErrorDueToAnotherOperation', 'AnotherOperationInProgress'].includes(code);
