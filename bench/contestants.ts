// What is measured: our bot on either database, and the yardsticks.
import { approver } from './activities.ts';
import { asShipped } from './as-shipped.ts';
import type { Contestant } from './processes.ts';

/** Where our bot keeps its books. */
export interface Books {
  readonly dataDir: string;
  /** Left out: the embedded database in `dataDir`. */
  readonly databaseUrl?: string;
}

/** The real process in local mode; ready means that it can take a turn. @param more settings, or others in place of these */
export function ourBot(
  azureUrl: string,
  { dataDir, databaseUrl }: Books,
  more: Readonly<Record<string, string>> = {},
): Contestant {
  return {
    command: asShipped,
    variables: (port) => ({
      LOCAL_MODE: '1',
      PORT: String(port),
      AZURE_ARM_ENDPOINT: azureUrl,
      DATA_DIR: dataDir,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      JIT_ADMINS: approver,
      ACCESS_POLICY: 'bench/access-policy.yaml',
      LOG_LEVEL: 'warn',
      // Who asks here is faster than a person.
      TURNS_PER_PERSON: '1000000',
      ...more,
    }),
    readyPath: '/readyz',
    readyStatus: 200,
  };
}

/** @param flags `--shared-client`: with one connector client for all turns */
export function echoBot(...flags: readonly string[]): Contestant {
  return {
    command: (port) => ['bench/echo-bot.ts', '--port', String(port), ...flags],
    variables: () => ({}),
    // It has no such page, and says so as soon as it listens.
    readyPath: '/',
    readyStatus: 404,
  };
}
