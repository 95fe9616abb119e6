// Where the bot's books are and how it signs in to them, out of the settings; what cannot be meant is named.
import type { CloudName } from './azure/cloud.ts';
import type { DatabasePassword } from './ledger/signing-in.ts';

export interface DatabasePlace {
  readonly dataDir: string;
  /** Left out: the embedded database in `dataDir`. */
  readonly databaseUrl?: string;
  /** Left out: the password is in `databaseUrl`. */
  readonly databasePassword?: DatabasePassword;
}

/**
 * @param patienceMilliseconds how long a token may take; left out: as long as the bot's connections can wait
 * @returns the place; what signs in to Azure is loaded only where it is needed
 */
export async function databasePlace(
  settings: {
    readonly dataDir: string;
    readonly databaseUrl: string | undefined;
    readonly databaseSignIn: 'password' | 'entra';
    readonly azure: { readonly cloud: CloudName; readonly armEndpoint: string | undefined };
  },
  patienceMilliseconds?: number,
): Promise<DatabasePlace> {
  const { dataDir, databaseUrl, databaseSignIn, azure } = settings;
  if (databaseUrl === undefined) return { dataDir };
  if (databaseSignIn === 'password') return { dataDir, databaseUrl };
  const { createDatabaseSignIn } = await import('./azure/database-sign-in.ts');
  const patience = patienceMilliseconds === undefined ? {} : { patienceMilliseconds };
  return { dataDir, databaseUrl, databasePassword: createDatabaseSignIn({ ...azure, ...patience }) };
}

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * A token opens the database to whoever reads it, so it goes only over TLS to the server that is meant.
 * @returns sentences on settings that do not go together, each with the name of one
 */
export function databaseMistakes(env: {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_SIGN_IN: 'password' | 'entra';
}): readonly string[] {
  if (env.DATABASE_SIGN_IN === 'password') return [];
  const { DATABASE_URL: text } = env;
  if (text === undefined) return ['DATABASE_SIGN_IN: entra needs DATABASE_URL, a server to sign in to'];
  const url = URL.parse(text);
  if (url === null) return ['DATABASE_URL: is not a URL'];
  const { username, password, hostname, searchParams } = url;
  return [
    ...(username === ''
      ? ['DATABASE_URL: must name the user for DATABASE_SIGN_IN=entra, such as postgres://id-jit-access@…']
      : []),
    ...(password === '' && !searchParams.has('password')
      ? []
      : ['DATABASE_URL: must hold no password for DATABASE_SIGN_IN=entra']),
    ...(loopback.test(hostname) || searchParams.get('sslmode') === 'verify-full'
      ? []
      : ['DATABASE_URL: must end in ?sslmode=verify-full for DATABASE_SIGN_IN=entra']),
  ];
}
