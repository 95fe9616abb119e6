// The facts of a failed call, whichever SDK package threw it and in whichever shape.
import { isRestError, RestError } from '@azure/core-rest-pipeline';
import { z } from 'zod';
import { actionOf } from './action-of.ts';
import { retryAfterSecondsOf } from './retry-after.ts';

export interface Trouble {
  /** A sentence, where it is certain that the call never left: then nothing can have changed. */
  readonly nothingSent?: string;
  readonly timedOut: boolean;
  /** HTTP status; `undefined`: no answer came. */
  readonly status: number | undefined;
  /** ARM's error code; safe to show. */
  readonly code: string | undefined;
  /** ARM's own words: to look into, never to show. */
  readonly message: string;
  /** The Azure action the call needed. */
  readonly action: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

const body = z.object({ code: z.string(), message: z.string().catch('') });
/** `@azure/arm-security` unwraps the body, `@azure/arm-network` does not. */
const details = z.union([body, z.object({ error: body }).transform(({ error }) => error)]);

const named = z.object({ name: z.string() });
const signInFailures =
  /^(CredentialUnavailable|Authentication|AggregateAuthentication|AuthenticationRequired)Error$/;
const neverConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'];
/** The SDK's own codes stand in the same field as ARM's. */
const sdkCodes = [RestError.PARSE_ERROR, RestError.REQUEST_SEND_ERROR];

/** Reads what can be known of anything thrown. Never throws. */
export function troubleOf(error: unknown): Trouble {
  const name = named.safeParse(error).data?.name ?? '';
  const timedOut = name === 'AbortError' || name === 'TimeoutError';
  const rest = isRestError(error) ? error : undefined;
  const known = details.safeParse(rest?.details).data;
  const status = rest?.statusCode;
  // The SDK puts there what the body holds, and that may be of any type.
  const [ownCode, ownMessage] = [textOr(rest?.code), textOr(rest?.message)];
  const message = known?.message || ownMessage || '';
  const nothingSent = whyNothingSent(name, ownCode);
  const url = rest?.request;
  return {
    ...(nothingSent !== undefined && { nothingSent }),
    timedOut,
    status,
    code: status === undefined ? undefined : armCode(known?.code ?? ownCode),
    message,
    action: actionIn(message) ?? (url && actionOf(url.method, url.url)),
    retryAfterSeconds: rest?.response && retryAfterSecondsOf(rest.response.headers),
  };
}

const textOr = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What people read of a failed sign-in. */
export const couldNotSignIn = 'The bot could not sign in to Azure.';

/** True when no token was to be had, so that the call never left. */
export const isSignInFailure = (error: unknown): boolean =>
  signInFailures.test(named.safeParse(error).data?.name ?? '');

function whyNothingSent(name: string, code: string | undefined): string | undefined {
  if (signInFailures.test(name)) return couldNotSignIn;
  if (neverConnected.includes(code ?? '')) return 'Azure could not be reached.';
  return undefined;
}

/** Only what looks like a code: the field may hold anything. */
const armCode = (code: string | undefined): string | undefined =>
  code !== undefined && !sdkCodes.includes(code) && /^[A-Za-z][A-Za-z0-9]{1,79}$/.test(code)
    ? code
    : undefined;

/** From "… does not have authorization to perform action 'Microsoft.X/y/read' over scope …". */
const actionIn = (message: string): string | undefined =>
  /action(?:\(s\))? '([A-Za-z.]+(?:\/[A-Za-z*]+)+)'/.exec(message)?.[1];
