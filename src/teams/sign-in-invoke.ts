// Somebody signs in: the invokes that Teams sends then, and what the token service says to them.
import type { InvokeResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Person } from '../domain/person.ts';
import { occasionOf } from './said.ts';
import type { Account, TokenService } from './token-service.ts';

/** What an invoke came to. `answer` is for Teams; `person` is who caused it. */
export interface SignInNews {
  readonly kind: 'signed-in' | 'foreign' | 'not-signed-in';
  readonly answer: InvokeResponse;
  readonly person: Person | undefined;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-code */
const exchangeShape = z.object({
  id: z.string(),
  connectionName: z.string(),
  token: z.string().min(1),
});
const verifyShape = z.object({ state: z.string().min(1).max(100) });

export const isSignInInvoke = ({ activity }: TurnContext): boolean =>
  /^signin\/(tokenExchange|verifyState|failure)$/.test(activity.name ?? '');

export interface SignInDesk {
  /** @throws Fault `unavailable` when the token service cannot be asked */
  take(context: TurnContext): Promise<SignInNews>;
}

/** @param tenantId as in `Owner` */
export function createSignInDesk(
  service: TokenService,
  connection: string,
  tenantId: string | undefined,
): SignInDesk {
  return {
    async take(context) {
      const { activity } = context;
      const { person } = occasionOf(activity);
      const news = (kind: SignInNews['kind'], answer: InvokeResponse): SignInNews => ({
        kind,
        answer,
        person,
      });
      // Teams only reports that single sign-on did not work; the button of the card is there still.
      if (person === undefined || activity.name === 'signin/failure')
        return news('not-signed-in', { status: 200, body: {} });
      const who: Account = { id: person.id, tenantId, account: activity.from.id };
      if (activity.name === 'signin/verifyState') {
        const { data } = verifyShape.safeParse(activity.value);
        if (data === undefined) return news('not-signed-in', { status: 400 });
        const token = await service.token(context, who, data.state);
        if (token === 'foreign') return news('foreign', { status: 200, body: {} });
        return token === undefined
          ? news('not-signed-in', { status: 404 })
          : news('signed-in', { status: 200, body: {} });
      }
      const { data } = exchangeShape.safeParse(activity.value);
      if (data === undefined) return news('not-signed-in', { status: 400 });
      const { id, connectionName } = data;
      const body = { id, connectionName };
      const failed = (failureDetail: string) => ({ status: 412, body: { ...body, failureDetail } });
      if (connectionName !== connection)
        return news('not-signed-in', failed('This is not the connection of this bot.'));
      const token = await service.exchange(context, who, data.token);
      if (token === 'foreign') return news('foreign', failed('The token is not this person’s.'));
      // 412 makes Teams show the window in which people sign in by hand.
      return token === undefined
        ? news('not-signed-in', failed('The token could not be exchanged.'))
        : news('signed-in', { status: 200, body });
    },
  };
}
