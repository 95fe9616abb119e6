// botbuilder writes to the console, whole errors included. This sends it where everything else goes.
import { format } from 'node:util';
import type { Log } from '../access/log-port.ts';

/** Takes `console.warn` and `console.error` over for the whole process, at debug level. @returns how to undo it */
export function consoleToLog(log: Log): () => void {
  const { warn, error } = console;
  const redirect = (...words: readonly unknown[]): void =>
    log.debug({ text: format(...words) }, 'Written to the console');
  console.warn = redirect;
  console.error = redirect;
  return () => {
    console.warn = warn;
    console.error = error;
  };
}
