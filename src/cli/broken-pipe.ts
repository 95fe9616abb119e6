// Readers that have had enough, as `head` has: no fault of ours, and nothing to show a stack trace for.
import type { Writable } from 'node:stream';

/** From now on, that nobody reads `streams` any more is no error. Everything else that is wrong with them still is. */
export function endQuietly(...streams: readonly Writable[]): void {
  for (const stream of streams)
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
