// Settings from the environment, checked all at once; docs/configuration.md is their guide.
import { z } from 'zod';
import { type Language, languages } from '../cards/language.ts';
import { databaseMistakes } from './database-place.ts';
import { isProxyBlock } from './web/trusted-proxies.ts';

const guid = z.guid({ error: 'must be a GUID such as 11111111-2222-3333-4444-555555555555' });
const seconds = (least: number, most: number) =>
  z.coerce
    .number({ error: 'must be a number of seconds' })
    .int({ error: 'must be whole seconds' })
    .min(least)
    .max(most);

const times = z.coerce
  .number({ error: 'must be a whole number' })
  .int({ error: 'must be a whole number' })
  .min(1)
  .max(1_000_000);

/** A comma-separated list without empty parts. */
const listOf = (each: z.ZodType<string, string>) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(each));

const isPlainUrl = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null) return true;
  return /^https?:$/.test(url.protocol) && !/[?#]/.test(text) && url.username === '' && url.password === '';
};

const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(host);

/** Another server in a cloud service's place. */
const endpoint = (example: string) =>
  z
    .url({ error: `must be a URL such as ${example}` })
    .refine(
      (text) => !URL.canParse(text) || text.startsWith('https:') || isLoopback(new URL(text).hostname),
      {
        error: 'may use plain http only for a server on this machine (127.0.0.1)',
      },
    );

const environment = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3978),
  HOST: z.string().optional(),
  PUBLIC_URL: endpoint('https://jit.example.com')
    .refine(isPlainUrl, {
      error: 'must be http or https without user, ? or #: paths of pages are put behind it',
    })
    .transform((text) => text.replace(/\/+$/, ''))
    .optional(),
  TRUSTED_PROXIES: listOf(
    z.string().refine(isProxyBlock, {
      error: 'must be addresses or CIDRs of proxies, IPv4 (/8 or narrower) or IPv6 (/7 or narrower)',
    }),
  ).default([]),
  CLIENT_ADDRESS_HEADER: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, { error: 'must be the name of a header such as X-Azure-SocketIP' })
    .refine((name) => !/^(x-forwarded-for|forwarded)$/i.test(name), {
      error: 'must be a header of the platform; X-Forwarded-For and Forwarded are read without it',
    })
    .optional(),
  MicrosoftAppId: guid.optional(),
  MicrosoftAppPassword: z.string().optional(),
  MicrosoftAppType: z
    .enum(['SingleTenant', 'UserAssignedMSI'], {
      error: 'must be SingleTenant or UserAssignedMSI (new multi-tenant bots ended on 2025-07-31)',
    })
    .default('SingleTenant'),
  MicrosoftAppTenantId: guid.optional(),
  OAUTH_CONNECTION: z
    .string()
    .regex(/^[\w.-]{1,64}$/, { error: 'must be the name of an OAuth connection of the bot' })
    .optional(),
  TOKEN_SERVICE_URL: endpoint('https://token.botframework.com').optional(),
  LOCAL_MODE: z.enum(['0', '1'], { error: 'must be 1 or 0' }).default('0'),
  AZURE_SUBSCRIPTIONS: listOf(guid).optional(),
  AZURE_CLOUD: z
    .enum(['public', 'usgovernment', 'china'], {
      error: 'must be public, usgovernment or china',
    })
    .default('public'),
  AZURE_ARM_ENDPOINT: endpoint('https://management.azure.com').optional(),
  ACCESS_POLICY: z.string().default('./access-policy.yaml'),
  ENTRA_GROUPS: z.enum(['off', 'graph'], { error: 'must be off or graph' }).default('off'),
  GRAPH_ENDPOINT: endpoint('https://graph.microsoft.com').optional(),
  GROUPS_CACHE_SECONDS: seconds(1, 3600).default(120),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { error: 'must start with postgres:// or postgresql://' })
    .optional(),
  DATABASE_SIGN_IN: z.enum(['password', 'entra'], { error: 'must be password or entra' }).default('password'),
  DATA_DIR: z.string().default('./data'),
  // Read before anything else, by src/main.ts.
  CACHE_DIR: z.string().optional(),
  JIT_ADMINS: listOf(guid.transform((id) => id.toLowerCase())).default([]),
  BOT_LANGUAGE: z.enum(languages, { error: 'must be en, de or ja' }).default('en'),
  TEAMS_MESSAGES_PER_SECOND: z.coerce
    .number({ error: 'must be a whole number of messages' })
    .int({ error: 'must be a whole number of messages' })
    .min(1)
    .max(10_000)
    .default(30),
  TURNS_PER_PERSON: times.default(30),
  VISITS_PER_ADDRESS: times.default(300),
  OPEN_TIMEOUT_SECONDS: seconds(1, 3600).default(180),
  CLOSE_GRACE_SECONDS: seconds(1, 86_400).default(300),
  WARN_SECONDS: seconds(10, 86_400).default(600),
  WATCH_SECONDS: seconds(1, 3600).default(60),
  REVOKE: z.enum(['off', 'delete-rule'], { error: 'must be off or delete-rule' }).default('off'),
  SETUP: z.enum(['off', 'on'], { error: 'must be off or on' }).default('off'),
  DRIFT_SECONDS: seconds(0, 86_400).default(900),
  INVENTORY_REFRESH_SECONDS: seconds(1, 86_400).default(300),
  METRICS_PORT: z.coerce
    .number({ error: 'must be a port number' })
    .int({ error: 'must be a port number' })
    .min(1)
    .max(65_535)
    .optional(),
  METRICS_HOST: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint('https://collector.example.com:4318').optional(),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/^(?=.*InstrumentationKey=)[^\s]+$/i, {
      error: 'must be the connection string of Application Insights',
    })
    .optional(),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'must be debug, info, warn, error or silent',
    })
    .default('info'),
});

/** How the Bot Framework knows the bot; absent only in local mode. */
export interface BotIdentity {
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId: string;
  /** Only for `SingleTenant`. Never logged. */
  readonly appPassword: string | undefined;
}

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Addresses and CIDRs of proxies that are believed on whom they pass on. */
  readonly trustedProxies: readonly string[];
  /** The header in which the platform itself says so. */
  readonly clientAddressHeader: string | undefined;
  /** `undefined`: local mode, without authentication, on loopback only. */
  readonly identity: BotIdentity | undefined;
  /** How Azure is asked in the requester's own name; `undefined`: it is asked in the bot's. */
  readonly signIn: { readonly connection: string; readonly tokenServiceUrl: string | undefined } | undefined;
  readonly azure: {
    readonly cloud: 'public' | 'usgovernment' | 'china';
    readonly armEndpoint: string | undefined;
    /** `undefined`: all that the bot can see. */
    readonly subscriptions: readonly string[] | undefined;
    readonly refreshSeconds: number;
  };
  /** Path of the access policy's YAML file. */
  readonly accessPolicyFile: string;
  /** Where Entra groups are looked up. `off`: what a rule asks of a group is unknown, and unknown refuses. */
  readonly directory:
    | { readonly kind: 'off' }
    | { readonly kind: 'graph'; readonly endpoint: string | undefined; readonly cacheSeconds: number };
  readonly databaseUrl: string | undefined;
  /** `entra`: with a token in place of a password. */
  readonly databaseSignIn: 'password' | 'entra';
  readonly dataDir: string;
  /** Entra object ids, lower case. */
  readonly admins: readonly string[];
  /** Of channels, and of people whose client does not say theirs. */
  readonly language: Language;
  /** How many messages the bot sends to Teams in a second, in all. */
  readonly messagesPerSecond: number;
  /** How many messages and clicks of one person are answered in ten seconds. */
  readonly turnsPerPerson: number;
  /** How many requests for pages, and others that prove nothing, are answered to one address in a minute. */
  readonly visitsPerAddress: number;
  readonly openTimeoutSeconds: number;
  readonly closeGraceSeconds: number;
  /** How long before the end of a grant its requester is warned. */
  readonly warnSeconds: number;
  /** Between two looks at a port that is open. */
  readonly watchSeconds: number;
  /** Whether the bot may end a grant early by deleting its Allow rule. */
  readonly revoke: 'off' | 'delete-rule';
  /** Whether admins may change JIT policies and the plan of Defender from chat. */
  readonly setup: boolean;
  /** Between two looks for what is open beside JIT; 0: only when somebody asks. */
  readonly driftSeconds: number;
  /** Who is told of metrics and traces; all `undefined`: nobody, and nothing for it is loaded. */
  readonly telemetry: {
    readonly metrics: { readonly host: string; readonly port: number } | undefined;
    readonly otlpEndpoint: string | undefined;
    /** Never logged. */
    readonly azureMonitor: string | undefined;
  };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/** Settings that cannot be used; `message` names every mistake, one a line. */
export class ConfigError extends Error {
  /** @param guide where the settings are explained */
  constructor(mistakes: readonly string[], guide = 'docs/configuration.md') {
    super(`These settings need mending (see ${guide}):\n${mistakes.map((each) => `  - ${each}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/**
 * Reads the settings. An empty variable counts as not set.
 * @throws ConfigError with every mistake at once.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(set);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path[0]?.toString()}: ${issue.message}`),
    );
  const env = parsed.data;
  const mistakes = [
    ...identityMistakes(env),
    ...signInMistakes(env),
    ...pageMistakes(env),
    ...databaseMistakes(env),
    ...telemetryMistakes(env),
  ];
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  const local = env.MicrosoftAppId === undefined;
  return {
    host: env.HOST ?? (local ? '127.0.0.1' : '0.0.0.0'),
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    trustedProxies: env.TRUSTED_PROXIES,
    clientAddressHeader: env.CLIENT_ADDRESS_HEADER,
    identity: identityOf(env),
    signIn:
      env.OAUTH_CONNECTION === undefined
        ? undefined
        : { connection: env.OAUTH_CONNECTION, tokenServiceUrl: env.TOKEN_SERVICE_URL },
    azure: {
      cloud: env.AZURE_CLOUD,
      armEndpoint: env.AZURE_ARM_ENDPOINT,
      subscriptions: env.AZURE_SUBSCRIPTIONS,
      refreshSeconds: env.INVENTORY_REFRESH_SECONDS,
    },
    accessPolicyFile: env.ACCESS_POLICY,
    directory:
      env.ENTRA_GROUPS === 'off'
        ? { kind: 'off' }
        : { kind: 'graph', endpoint: env.GRAPH_ENDPOINT, cacheSeconds: env.GROUPS_CACHE_SECONDS },
    databaseUrl: env.DATABASE_URL,
    databaseSignIn: env.DATABASE_SIGN_IN,
    dataDir: env.DATA_DIR,
    admins: env.JIT_ADMINS,
    language: env.BOT_LANGUAGE,
    messagesPerSecond: env.TEAMS_MESSAGES_PER_SECOND,
    turnsPerPerson: env.TURNS_PER_PERSON,
    visitsPerAddress: env.VISITS_PER_ADDRESS,
    openTimeoutSeconds: env.OPEN_TIMEOUT_SECONDS,
    closeGraceSeconds: env.CLOSE_GRACE_SECONDS,
    warnSeconds: env.WARN_SECONDS,
    watchSeconds: env.WATCH_SECONDS,
    revoke: env.REVOKE,
    setup: env.SETUP === 'on',
    driftSeconds: env.DRIFT_SECONDS,
    telemetry: {
      metrics:
        env.METRICS_PORT === undefined
          ? undefined
          : { host: env.METRICS_HOST ?? '127.0.0.1', port: env.METRICS_PORT },
      otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
      azureMonitor: env.APPLICATIONINSIGHTS_CONNECTION_STRING,
    },
    logLevel: env.LOG_LEVEL,
  };
}

type Environment = z.infer<typeof environment>;

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

function identityOf(env: Environment): BotIdentity | undefined {
  if (env.MicrosoftAppId === undefined || env.MicrosoftAppTenantId === undefined) return undefined;
  return {
    appId: env.MicrosoftAppId,
    appType: env.MicrosoftAppType,
    tenantId: env.MicrosoftAppTenantId,
    appPassword: env.MicrosoftAppPassword,
  };
}
