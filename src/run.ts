// Starts the bot from the environment, and stops it in an orderly way.
import { format } from 'node:util';
import { Fault } from './access/fault.ts';
import type { App } from './app.ts';
import { ConfigError, readConfig } from './config.ts';
import { databasePlace } from './database-place.ts';
import { openDatabase } from './ledger/open-database.ts';
import { embeddedDurabilityWarning } from './ledger/pglite.ts';
import { createLog } from './log.ts';
import { consoleToLog } from './teams/console-to-log.ts';

/** @param cacheDir where to keep what makes the next start faster */
export function run(cacheDir: string): void {
  main(cacheDir).catch((error: unknown) => {
    // What an operator can mend is said plainly; for anything else the stack is what helps.
    const mendable = error instanceof ConfigError || error instanceof Fault || isSocketError(error);
    say(mendable ? error.message : error);
    // What the database itself said is nothing for a sentence, and often what helps.
    if (error instanceof Fault) createLog('error').error({ err: error }, 'the bot did not start');
    process.exit(1);
  });
}

async function main(cacheDir: string): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  consoleToLog(log);
  if (config.identity !== undefined && config.databaseUrl === undefined)
    log.warn({}, embeddedDurabilityWarning);
  const place = await databasePlace(config);
  // The database opens in a thread of its own, while most of the code is yet to be loaded.
  const database = openDatabase({ ...place, cacheDir, log });
  // Should it fail meanwhile, who waits for it is told.
  database.catch(() => undefined);
  const { startApp } = await import('./app.ts');
  const app = await startApp(config, log, database);
  // npm passes a signal on that the terminal has sent already: the second one must not end us in the middle.
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (!stopping) stop(app);
      stopping = true;
    });
  console.log(`JIT Access listens on http://${config.host}:${app.port}/api/messages`);
}

function stop(app: App): void {
  app.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      say('It did not stop cleanly; nothing is lost, the next start resumes.', error);
      process.exit(1);
    },
  );
}

/** To the operator, whatever has been made of the console. */
const say = (...words: readonly unknown[]): void => {
  process.stderr.write(`${format(...words)}\n`);
};

const isSocketError = (error: unknown): error is Error =>
  error instanceof Error &&
  'code' in error &&
  ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(String(error.code));
