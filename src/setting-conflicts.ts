// Settings that are well formed, each, and cannot be used together.
import { databaseMistakes } from './database-place.ts';
import { type Environment, isLoopback } from './environment.ts';

/** @returns what is to be mended, a sentence each, with the setting's name before it */
export const conflictsIn = (env: Environment): readonly string[] => [
  ...identityMistakes(env),
  ...signInMistakes(env),
  ...pageMistakes(env),
  ...databaseMistakes(env),
  ...telemetryMistakes(env),
];

function identityMistakes(env: Environment): readonly string[] {
  const local = env.LOCAL_MODE === '1';
  if (env.MicrosoftAppId === undefined) {
    // Without an app id the Bot Framework checks nobody's identity: anyone who reaches the port could be anyone.
    if (!local)
      return [
        'MicrosoftAppId: is missing. Set the bot identity, or LOCAL_MODE=1 to try the bot on this machine only',
      ];
    if (env.HOST !== undefined && env.HOST !== '127.0.0.1')
      return [`HOST: must be 127.0.0.1 in local mode, not ${env.HOST}`];
    return [];
  }
  return [
    ...(local
      ? ['LOCAL_MODE: cannot be 1 together with MicrosoftAppId: a bot with an identity always checks callers']
      : []),
    ...(env.MicrosoftAppTenantId === undefined
      ? ['MicrosoftAppTenantId: is missing: the tenant of the bot identity']
      : []),
    ...(env.MicrosoftAppType === 'SingleTenant' && env.MicrosoftAppPassword === undefined
      ? [
          'MicrosoftAppPassword: is missing. Set it, or MicrosoftAppType=UserAssignedMSI for a managed identity',
        ]
      : []),
  ];
}

/** People's tokens go over plain http to this machine only where they came from it. */
function signInMistakes(env: Environment): readonly string[] {
  const { OAUTH_CONNECTION: connection, TOKEN_SERVICE_URL: service, AZURE_ARM_ENDPOINT: arm } = env;
  const isHere = service !== undefined && isLoopback(new URL(service).hostname);
  if (connection === undefined)
    return service === undefined ? [] : ['TOKEN_SERVICE_URL: is of no use without OAUTH_CONNECTION'];
  if (isHere) return [];
  if (env.LOCAL_MODE === '1')
    return ['OAUTH_CONNECTION: needs a TOKEN_SERVICE_URL on this machine (127.0.0.1) in local mode'];
  return arm !== undefined && !arm.startsWith('https:')
    ? ['AZURE_ARM_ENDPOINT: must be https with OAUTH_CONNECTION: people’s tokens are sent there']
    : [];
}

function pageMistakes(env: Environment): readonly string[] {
  const { PUBLIC_URL: url, CLIENT_ADDRESS_HEADER: header, TRUSTED_PROXIES: proxies } = env;
  return [
    ...(env.LOCAL_MODE === '1' && url !== undefined && !isLoopback(new URL(url).hostname)
      ? ['PUBLIC_URL: must be on this machine (127.0.0.1) in local mode']
      : []),
    ...(header !== undefined && proxies.length === 0
      ? ['CLIENT_ADDRESS_HEADER: is believed only from TRUSTED_PROXIES, and those are not set']
      : []),
  ];
}

function telemetryMistakes(env: Environment): readonly string[] {
  const { METRICS_HOST: host, METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: collector } = env;
  const local = env.LOCAL_MODE === '1';
  return [
    ...(host !== undefined && port === undefined ? ['METRICS_HOST: is of use only with METRICS_PORT'] : []),
    ...(port !== undefined && port === env.PORT
      ? ['METRICS_PORT: must not be PORT: what the internet reaches has no metrics']
      : []),
    ...(local && host !== undefined && host !== '127.0.0.1'
      ? ['METRICS_HOST: must be 127.0.0.1 in local mode']
      : []),
    ...(local && collector !== undefined && !isLoopback(new URL(collector).hostname)
      ? ['OTEL_EXPORTER_OTLP_ENDPOINT: must be on this machine (127.0.0.1) in local mode']
      : []),
    ...(local && env.APPLICATIONINSIGHTS_CONNECTION_STRING !== undefined
      ? ['APPLICATIONINSIGHTS_CONNECTION_STRING: is not used in local mode, which talks to this machine only']
      : []),
  ];
}
