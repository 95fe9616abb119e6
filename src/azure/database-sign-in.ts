// Tokens of Microsoft Entra in place of a database password.
import type { TokenCredential } from '@azure/core-auth';
import { Fault } from '../access/fault.ts';
import { armEndpointOf } from './arm-endpoint.ts';
import { type CloudName, clouds } from './cloud.ts';
import { createLazyCredential, developmentCredential } from './credential.ts';

/** A new connection of the bot has 6 seconds in all (src/ledger/postgres.ts). */
const usualMilliseconds = 5000;

const noToken =
  'The bot has no token of Microsoft Entra to sign in to its database with. In Azure, look whether its managed identity is ' +
  'assigned to it, and whether AZURE_CLIENT_ID is that identity’s client id; elsewhere, sign in with `az login`.';

/**
 * How the bot proves to Azure Database for PostgreSQL who it is: the token stands in place of the password
 * (https://learn.microsoft.com/azure/postgresql/flexible-server/how-to-configure-sign-in-azure-ad-authentication).
 * It is looked at when a connection is made, and never again; @azure/identity keeps it until shortly before it ends.
 * @param settings.armEndpoint AZURE_ARM_ENDPOINT: with plain http on loopback, the development token is the password
 * @param settings.patienceMilliseconds how long a token is waited for; left out: less than a connection is
 * @returns a function to ask at each new connection, which throws Fault `unavailable`
 */
export function createDatabaseSignIn(settings: {
  readonly cloud: CloudName;
  readonly armEndpoint?: string | undefined;
  readonly patienceMilliseconds?: number;
}): () => Promise<string> {
  const { patienceMilliseconds = usualMilliseconds } = settings;
  const { arm, authority, database: scope } = clouds[settings.cloud];
  const local = armEndpointOf(settings.armEndpoint, arm).local;
  const credential = local ? developmentCredential : createLazyCredential(authority);
  return () => tokenOf(credential, scope, patienceMilliseconds);
}

async function tokenOf(credential: TokenCredential, scope: string, milliseconds: number): Promise<string> {
  const limit = AbortSignal.timeout(milliseconds);
  try {
    // Not every way to a token heeds the signal, so the wait itself ends with the limit, too.
    const answer = await Promise.race([credential.getToken(scope, { abortSignal: limit }), over(limit)]);
    if (answer !== null) return answer.token;
  } catch (error) {
    throw new Fault('unavailable', noToken, { cause: error });
  }
  throw new Fault('unavailable', noToken);
}

const over = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
