// What a token says of itself, judged by ourselves: before the SDK sees it, and again when it is proven.
import { z } from 'zod';
import type { BotCloud } from './service-url.ts';

/** What a token of the Bot Framework for this bot must say. */
export interface ExpectedToken {
  readonly issuer: string;
  /** The bot's app id. */
  readonly audience: string;
}

/**
 * Who issues the tokens that a channel sends to bots, from "Connector to Bot: example JWT components"
 * (https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication), and for the
 * government's cloud from botframework-connector's `GovernmentConstants`.
 */
export const channelIssuer: Readonly<Record<BotCloud, string>> = {
  public: 'https://api.botframework.com',
  usgovernment: 'https://api.botframework.us',
};

/** Far more than Microsoft's have; Node itself takes 16 KB of headers. */
const mostCharacters = 8192;

const shape = /^Bearer ([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/;
// What the SDK accepts, too.
const header = z.object({ alg: z.enum(['RS256', 'RS384', 'RS512']), kid: z.string().min(1) });
const claims = z.object({ iss: z.string(), aud: z.string(), exp: z.number(), serviceurl: z.string() });

/**
 * Whether it is worth proving at all. Nothing is believed for it.
 *
 * The SDK also takes tokens that any Entra tenant issued *to* this app id, whatever they are for, as the Bot Framework
 * Emulator sends them: the bot's own token for Teams or Azure would do, and lets its bearer speak for anybody. It learns
 * such issuers from the tokens themselves and keeps every one for ever. So none of them reaches it.
 * @param authorization the request's header, `''`: there was none
 * @returns what is wrong with it, for the log; `undefined`: nothing so far
 */
export function problemOfHeader(authorization: string, expected: ExpectedToken): string | undefined {
  if (authorization === '') return 'there is none';
  if (authorization.length > mostCharacters) return 'it is too long';
  const [, head = '', body = ''] = shape.exec(authorization) ?? [];
  if (head === '') return 'it is not a signed bearer token';
  if (!header.safeParse(decoded(head)).success)
    return 'its header names no key or no algorithm that is taken';
  return problemOfClaims(decoded(body), expected);
}

/** The same for claims alone. @param serviceUrl what they must be for; left out: anything */
export function problemOfClaims(
  said: unknown,
  { issuer, audience }: ExpectedToken,
  serviceUrl?: string,
): string | undefined {
  const { data } = claims.safeParse(said);
  if (data === undefined) return 'its claims are incomplete';
  if (data.iss !== issuer) return 'its issuer is not the Bot Framework';
  if (data.aud !== audience) return 'it is for another bot';
  if (serviceUrl !== undefined && data.serviceurl !== serviceUrl) return 'it is for another service URL';
  return undefined;
}

function decoded(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
