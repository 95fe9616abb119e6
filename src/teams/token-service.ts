// The Bot Framework's token service, which keeps people's sign-ins; bounded, and its troubles in our words.
import type { Activity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { PersonToken } from '../access/sign-in-port.ts';
import type { TeamsAdapter } from './adapter.ts';
import { type Owner, personToken } from './person-token.ts';
import { TimeLimitPassed, withinLimit } from './time-limit.ts';

/** botbuilder's `UserTokenClient`, as far as it is used here. What the SDK declares as needed it leaves out where it is. */
interface Client {
  getUserToken(account: string, connection: string, channel: string, code?: string): Promise<unknown>;
  exchangeToken(
    account: string,
    connection: string,
    channel: string,
    request: { readonly token: string },
  ): Promise<unknown>;
  getSignInResource(connection: string, activity: Partial<Activity>): Promise<unknown>;
  signOutUser(account: string, connection: string, channel: string): Promise<void>;
}

/** One person of one connection. `account`: Teams' own id (`29:…`), by which the service knows people. */
export interface Account extends Owner {
  readonly account: string;
}

export interface TokenService {
  /**
   * The person's token, if the service has one. One that is not theirs is thrown away there.
   * @param code the number that ends a sign-in in a window of its own
   * @throws Fault `unavailable`
   */
  token(context: TurnContext, who: Account, code?: string): Promise<PersonToken | 'foreign' | undefined>;
  /** Trades a token for the bot, which Teams gave, for one for Azure; as `token`. `undefined`: they have to sign in by hand. */
  exchange(context: TurnContext, who: Account, token: string): Promise<PersonToken | 'foreign' | undefined>;
  /** What a sign-in card needs. @throws Fault `unavailable` */
  resource(context: TurnContext, account: string): Promise<SignInResource>;
}

/** https://learn.microsoft.com/javascript/api/botframework-schema/signinurlresponse */
const resourceShape = z.object({
  signInLink: z.url(),
  tokenExchangeResource: z
    .object({ id: z.string(), uri: z.string().exactOptional(), providerId: z.string().exactOptional() })
    .optional(),
  tokenPostResource: z.object({ sasUrl: z.string() }).optional(),
});

export type SignInResource = z.output<typeof resourceShape>;

const channel = 'msteams';

/** @param connection name of the bot's OAuth connection @param limitMilliseconds of one exchange */
export function createTokenService(
  adapter: TeamsAdapter,
  connection: string,
  limitMilliseconds = 10_000,
): TokenService {
  const clientIn = (context: TurnContext) => context.turnState.get<Client>(adapter.UserTokenClientKey);

  return {
    token: (context, who, code) =>
      asking(async () => {
        const client = clientIn(context);
        return ownOnly(client, who, await client.getUserToken(who.account, connection, channel, code));
      }),
    exchange: (context, who, token) =>
      asking(async () => {
        const client = clientIn(context);
        return ownOnly(client, who, await client.exchangeToken(who.account, connection, channel, { token }));
      }),
    resource: (context, account) =>
      asking(async () => {
        const activity = { ...context.activity, from: { id: account, name: '' } };
        return resourceShape.parse(await clientIn(context).getSignInResource(connection, activity));
      }),
  };

  async function ownOnly(client: Client, who: Account, answer: unknown) {
    const token = personToken(answer, who);
    if (token === 'foreign') await client.signOutUser(who.account, connection, channel);
    return token;
  }

  async function asking<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await withinLimit(limitMilliseconds, ask);
    } catch (error) {
      if (error instanceof TimeLimitPassed)
        throw new Fault('unavailable', 'The sign-in service did not answer in time.');
      throw new Fault('unavailable', 'The sign-in service could not be asked.', { cause: bare(error) });
    }
  }
}

/** The SDK's errors carry their requests, and those the tokens. */
const bare = (error: unknown): Error =>
  new Error(
    error instanceof Error
      ? `${error.name}${'statusCode' in error ? ` ${String(error.statusCode)}` : ''}`
      : 'unknown',
  );
