// The app's manifest: manifest/manifest.json with an installation's own settings put in, and Microsoft's judgement of it.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { z } from 'zod';
import type { AppSettings } from './package-settings.ts';

/** What is put in has to be there already: then nothing of the template can be left standing by a misspelt name. */
const template = z.looseObject({
  version: z.string(),
  id: z.string(),
  developer: z.strictObject({
    name: z.string(),
    websiteUrl: z.string(),
    privacyUrl: z.string(),
    termsOfUseUrl: z.string(),
  }),
  bots: z.tuple([z.looseObject({ botId: z.string() })]),
});

/**
 * The text of the package's manifest.json. Equal settings give equal texts.
 * @param folder where the template lies
 */
export async function manifestText(app: AppSettings, folder: URL): Promise<string> {
  const raw = template.parse(JSON.parse(await readFile(new URL('manifest.json', folder), 'utf8')));
  const [bot] = raw.bots;
  const filled = {
    ...raw,
    version: app.version,
    id: app.appId,
    developer: app.developer,
    bots: [{ ...bot, botId: app.botId }],
    ...(app.signInAppId !== undefined && signingIn(app.signInAppId)),
  };
  return `${JSON.stringify(filled, undefined, 2)}\n`;
}

/**
 * What single sign-on needs: whose token Teams asks for, and where the window for it may lead.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/authentication/bot-sso-manifest
 */
const signingIn = (id: string) => ({
  validDomains: ['token.botframework.com'],
  webApplicationInfo: { id, resource: `api://botid-${id}` },
});

/**
 * Asks Microsoft's own validator, which reads files only; the schemas lie in its package, so it needs no network.
 * @param text of a manifest.json
 * @returns what is wrong with it, in the validator's words; nothing for a valid one
 */
export async function manifestMistakes(text: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-access-manifest-'));
  try {
    const file = join(folder, 'manifest.json');
    await writeFile(file, text);
    const [, mistakes] = await AppManifestUtils.readAndValidateTeamsManifest(file);
    return mistakes;
  } catch (error) {
    // Of a manifest that is not even shaped like one the validator throws.
    return [error instanceof Error ? error.message : String(error)];
  } finally {
    await rm(folder, { recursive: true });
  }
}
