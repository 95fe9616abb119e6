// The log: pino's JSON lines on standard error, with secrets left out by name.
import pino from 'pino';
import { factsNow } from './access/about.ts';
import type { Log } from './access/log-port.ts';
import type { Config } from './config.ts';
import { loggedError } from './logged-error.ts';

/** @param level lines below it are not written; `silent` writes none. */
export function createLog(level: Config['logLevel']): Log {
  return pino(
    {
      level,
      base: null,
      serializers: { err: (error: unknown) => loggedError(error) },
      redact: ['*.authorization', '*.Authorization', '*.password', '*.token'],
      // What a line says itself goes before what the work around it is about. A copy: pino writes into it.
      mixin: () => ({ ...factsNow() }),
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
