// Where the bot may send messages: whoever can choose the service URL chooses who receives the bot's token.

/** The cloud the bot is registered in. */
export type BotCloud = 'public' | 'usgovernment';

/** `loopback` goes with authentication switched off; otherwise only Microsoft's own hosts of one cloud. */
export type ServiceUrlRule =
  | { readonly kind: 'loopback' }
  | { readonly kind: 'microsoft'; readonly cloud: BotCloud };

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Hosts of the Teams connector by cloud, from "Service URL Validation" in Microsoft's Teams SDK documentation
 * (https://microsoft.github.io/teams-sdk/csharp/essentials/app-configuration/service-url-validation).
 * Hosts of other channels (`*.botframework.com`) are left out on purpose: there a client writes
 * `from.aadObjectId` itself, and this bot believes it.
 */
const microsoftHosts: Readonly<Record<BotCloud, ReadonlySet<string>>> = {
  public: new Set([
    'smba.trafficmanager.net',
    'smba.onyx.prod.teams.trafficmanager.net',
    'smba.infra.gcc.teams.microsoft.com',
  ]),
  usgovernment: new Set(['smba.infra.gov.teams.microsoft.us', 'smba.infra.dod.teams.microsoft.us']),
};

/** True when `serviceUrl` may be called. Anything that is not a plain URL of a listed host is refused. */
export function isAllowedServiceUrl(serviceUrl: string, rule: ServiceUrlRule): boolean {
  // `URL` takes line ends out and backslashes for slashes; who reads the text itself would see another host.
  if (!/^[!-[\]-~]+$/.test(serviceUrl) || !URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  switch (rule.kind) {
    case 'loopback':
      return (url.protocol === 'http:' || url.protocol === 'https:') && loopbackHosts.has(url.hostname);
    case 'microsoft':
      return url.protocol === 'https:' && url.port === '' && microsoftHosts[rule.cloud].has(url.hostname);
  }
}
