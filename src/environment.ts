// The variables that set the bot up: form and default of each. docs/configuration.md is their guide.
import { z } from 'zod';
import { languages } from '../cards/language.ts';
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

/** @param host of a URL */
export const isLoopback = (host: string): boolean => ['127.0.0.1', 'localhost', '[::1]'].includes(host);

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

/** The settings, one by one: their forms and defaults. */
export const environment = z.object({
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

export type Environment = z.infer<typeof environment>;
