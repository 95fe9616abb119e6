// The real adapter, believing a local Bot Framework and a local Entra in place of Microsoft's: for tables of tokens.
import { TeamsAdapter } from '../../src/teams/adapter.ts';
import { GuardedAuthentication } from '../../src/teams/authentication.ts';
import { createConnectors } from '../../src/teams/connector.ts';
import { startIdentityServer } from './identity-server.ts';
import { bot, tenantId } from './people.ts';
import { type SigningKey, signingKey } from './token-maker.ts';

export const appId = bot.id.slice(3);

export interface TrustedIssuers {
  readonly channelIssuer: string;
  /** Endorsed for Teams. */
  readonly channelKey: SigningKey;
  /** Of the same issuer, endorsed for another channel. */
  readonly webchatKey: SigningKey;
  /** Of the issuer whose tokens the SDK takes for the emulator's. */
  readonly entraKey: SigningKey;
  readonly adapter: TeamsAdapter;
  /** Another adapter, which looks for the keys elsewhere. */
  adapterOn(channelMetadataUrl: string): TeamsAdapter;
  close(): Promise<void>;
}

const channelIssuer = 'https://api.botframework.com';
const serviceUrls = { kind: 'microsoft', cloud: 'public' } as const;
const outgoing = {
  tryMilliseconds: 5000,
  tries: 1,
  waitMilliseconds: 0,
  pause: async () => {},
  random: () => 0,
};

/** Starts them. Close them. */
export async function startTrustedIssuers(): Promise<TrustedIssuers> {
  const channelKey = signingKey('channel-key', { endorsements: ['msteams', 'skype'] });
  const webchatKey = signingKey('webchat-key', { endorsements: ['webchat', 'directline'] });
  const entraKey = signingKey('entra-key');
  const server = await startIdentityServer({ channel: [channelKey, webchatKey], entra: [entraKey] });

  const adapterOn = (channelMetadataUrl: string): TeamsAdapter => {
    const options = {
      MicrosoftAppId: appId,
      MicrosoftAppPassword: 'not-used',
      ToBotFromChannelTokenIssuer: channelIssuer,
      ToBotFromChannelOpenIdMetadataUrl: channelMetadataUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: server.metadataOf('entra'),
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      OAuthUrl: 'https://api.botframework.com',
      CallerId: 'urn:botframework:azure',
    };
    const rules = { serviceUrls, tenantId, token: { issuer: channelIssuer, audience: appId } };
    const connectors = createConnectors(serviceUrls, outgoing);
    return new TeamsAdapter(new GuardedAuthentication(options, rules, connectors, 5000));
  };

  return {
    channelIssuer,
    channelKey,
    webchatKey,
    entraKey,
    adapter: adapterOn(server.metadataOf('channel')),
    adapterOn,
    close: () => server.close(),
  };
}
