// Settings from the environment, checked all at once; docs/configuration.md is their guide.
import type { Language } from '../cards/language.ts';
import { type Environment, environment } from './environment.ts';
import { conflictsIn } from './setting-conflicts.ts';

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
  const conflicts = conflictsIn(env);
  if (conflicts.length > 0) throw new ConfigError(conflicts);
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

function identityOf(env: Environment): BotIdentity | undefined {
  if (env.MicrosoftAppId === undefined || env.MicrosoftAppTenantId === undefined) return undefined;
  return {
    appId: env.MicrosoftAppId,
    appType: env.MicrosoftAppType,
    tenantId: env.MicrosoftAppTenantId,
    appPassword: env.MicrosoftAppPassword,
  };
}
