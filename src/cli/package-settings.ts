// What the Teams app package is filled with, read from the environment and checked all at once.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../config.ts';

/** What one organisation's package says of itself. */
export interface AppSettings {
  readonly botId: string;
  /** The app's own id in Teams: a package with the same one and a higher version is its update. */
  readonly appId: string;
  /** Three numbers, such as `1.4.0`. */
  readonly version: string;
  readonly developer: {
    readonly name: string;
    readonly websiteUrl: string;
    readonly privacyUrl: string;
    readonly termsOfUseUrl: string;
  };
  /** App id of the registration that people sign in to; `undefined`: nobody has to. */
  readonly signInAppId: string | undefined;
}

const zeroGuid = '00000000-0000-0000-0000-000000000000';

const guid = (what: string) =>
  z
    .guid({ error: `${what}, a GUID such as 11111111-2222-3333-4444-555555555555` })
    .refine((id) => id !== zeroGuid, { error: `${what}, not the zeros of the template` })
    .transform((id) => id.toLowerCase());

/** The pages are the organisation's own: the bot has none that say who runs it and under which terms. */
const page = (what: string) => {
  const error = `set it to the https address of ${what}`;
  return z.url({ error, protocol: /^https$/ }).max(2048, { error });
};

/** The limits are those of the manifest's schema: https://learn.microsoft.com/microsoft-365/extensibility/schema/root */
export const packageEnvironment = z.object({
  MicrosoftAppId: guid('set it to the bot’s app id'),
  TEAMS_APP_ID: guid('set it to the id the app has in Teams already, or leave it out').optional(),
  TEAMS_APP_VERSION: z
    .string()
    .regex(/^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/, {
      error: 'must be three numbers such as 1.4.0, higher than those of the package uploaded before',
    })
    .optional(),
  TEAMS_DEVELOPER_NAME: z
    .string({ error: 'set it to the name of who runs the bot, such as Contoso IT' })
    .trim()
    .min(1, { error: 'set it to the name of who runs the bot, such as Contoso IT' })
    .max(32, { error: 'may have 32 characters at most' }),
  TEAMS_WEBSITE_URL: page('your page on this bot, where people find help'),
  TEAMS_PRIVACY_URL: page('your privacy statement'),
  TEAMS_TERMS_URL: page('your terms of use'),
  OAUTH_CONNECTION: z.string().optional(),
  TEAMS_SIGN_IN_APP_ID: guid('set it to the app id of the registration that people sign in to').optional(),
});

const ownVersion = (): string =>
  z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))).version;

/**
 * Reads what the package needs of `variables`; an empty one counts as not set.
 * @throws ConfigError with every mistake at once, each with what to do.
 */
export function readAppSettings(variables: Readonly<Record<string, string | undefined>>): AppSettings {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = packageEnvironment.safeParse(set);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`),
      'docs/teams-app.md',
    );
  const { data } = parsed;
  const signsIn = data.OAUTH_CONNECTION !== undefined;
  return {
    botId: data.MicrosoftAppId,
    appId: data.TEAMS_APP_ID ?? data.MicrosoftAppId,
    version: data.TEAMS_APP_VERSION ?? ownVersion(),
    developer: {
      name: data.TEAMS_DEVELOPER_NAME,
      websiteUrl: data.TEAMS_WEBSITE_URL,
      privacyUrl: data.TEAMS_PRIVACY_URL,
      termsOfUseUrl: data.TEAMS_TERMS_URL,
    },
    signInAppId: signsIn ? (data.TEAMS_SIGN_IN_APP_ID ?? data.MicrosoftAppId) : undefined,
  };
}
