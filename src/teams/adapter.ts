// The Bot Framework adapter: proves who sent an activity, runs the turn, and keeps the SDK's habits from showing.
import { setTimeout as pause } from 'node:timers/promises';
import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import { GuardedAuthentication } from './authentication.ts';
import { channelIssuer } from './bot-framework-token.ts';
import { createConnectors } from './connector.ts';
import type { Outgoing } from './outgoing.ts';
import type { BotCloud, ServiceUrlRule } from './service-url.ts';

export interface AdapterSettings {
  /** Left out: authentication is off, which only `localMode` allows. */
  readonly appId?: string | undefined;
  /** Needed for SingleTenant; must be left out for UserAssignedMSI. */
  readonly appPassword?: string | undefined;
  readonly appType?: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant' | undefined;
  readonly tenantId?: string | undefined;
  readonly cloud: BotCloud;
  readonly localMode: boolean;
  /** Where people's tokens are kept; left out: the cloud's own service. */
  readonly tokenServiceUrl?: string | undefined;
}

/** What happens in one turn. */
export type Turn = (context: TurnContext) => Promise<void>;

const defaultOutgoing: Outgoing = {
  tryMilliseconds: 10_000,
  tries: 4,
  waitMilliseconds: 10_000,
  pause,
  random: Math.random,
};

/** A class because the Bot Framework wants one: `processActivity` is for subclasses only. */
export class TeamsAdapter extends CloudAdapter {
  readonly #authentication: GuardedAuthentication;

  constructor(authentication: GuardedAuthentication) {
    super(authentication);
    this.#authentication = authentication;
  }

  /**
   * Looks at the Authorization header alone, so that nothing is read from who brings none that could do.
   * @throws NotAuthenticated
   */
  screen(authorization: string): void {
    this.#authentication.screen(authorization);
  }

  /**
   * Authenticates the activity and runs the turn. In place of `process`, which answers with error texts.
   * @param authorization the request's Authorization header, `''` where there was none
   * @param activity already checked by the activity schema
   * @returns the answer to an invoke; `undefined` for everything else
   * @throws NotAuthenticated, NotAdmitted, and whatever the turn throws
   */
  receive(authorization: string, activity: Activity, turn: Turn): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, turn);
  }
}

/**
 * @param outgoing bounds for calls to the connector, where they should differ from the usual
 * @throws Error when neither an app id nor local mode is set, or where botbuilder finds its settings incomplete
 */
export function createAdapter(settings: AdapterSettings, outgoing: Partial<Outgoing> = {}): TeamsAdapter {
  const { appId, appPassword, appType, tenantId, cloud, tokenServiceUrl } = settings;
  if (appId === undefined && !settings.localMode) {
    throw new Error(
      'Without an app id anyone could speak for anyone: set MicrosoftAppId, or LOCAL_MODE=1 to try it out',
    );
  }
  const bounds = { ...defaultOutgoing, ...outgoing };
  const serviceUrls: ServiceUrlRule =
    appId === undefined ? { kind: 'loopback' } : { kind: 'microsoft', cloud };
  const servedTenant = appId === undefined || appType === 'MultiTenant' ? undefined : tenantId;
  const token = appId === undefined ? undefined : { issuer: channelIssuer[cloud], audience: appId };
  const options =
    appId === undefined
      ? {}
      : {
          MicrosoftAppId: appId,
          ...(appPassword !== undefined && { MicrosoftAppPassword: appPassword }),
          ...(appType !== undefined && { MicrosoftAppType: appType }),
          ...(tenantId !== undefined && { MicrosoftAppTenantId: tenantId }),
          ...(cloud === 'usgovernment' && { ChannelService: 'https://botframework.azure.us' }),
        };
  return new TeamsAdapter(
    new GuardedAuthentication(
      { ...options, ...(tokenServiceUrl !== undefined && { OAuthUrl: tokenServiceUrl }) },
      { serviceUrls, tenantId: servedTenant, token },
      createConnectors(serviceUrls, bounds),
      bounds.tryMilliseconds,
    ),
  );
}
