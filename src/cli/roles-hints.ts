// What `npm run roles -- check` says to do next when it could not ask Azure.

/** Where settings are missing: whose they are, and how to ask without them. Lines. */
export const settingsHint: readonly string[] = [
  '',
  'The check reads the settings of the bot and signs in as the bot does, so run it where the bot runs.',
  'From your own machine: leave MicrosoftAppId out, and set LOCAL_MODE=1, AZURE_SUBSCRIPTIONS, and SETUP and',
  'REVOKE as the bot has them. It then looks at the rights of whoever signs in (docs/roles.md).',
];

/**
 * Where nobody could be signed in: what can sign in. Lines.
 * Source of the variables: the README of @azure/identity, “Environment variables” and “DefaultAzureCredential”.
 */
export const signInHint: readonly string[] = [
  'Sign in first:',
  '  where the bot runs   its managed identity; AZURE_CLIENT_ID=… names a user-assigned one',
  '  on your own machine  `az login` looks at your own rights, not at the bot’s',
  '  as an app            AZURE_TENANT_ID=… AZURE_CLIENT_ID=… AZURE_CLIENT_SECRET=…',
];
