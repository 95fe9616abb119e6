// Sentences of admins about how JIT is set up: jit status, turn on defender for …, enable jit on …, audit ports.
import type { Command } from './command.ts';
import type { Word } from './words.ts';

/**
 * The command that a sentence about setting JIT up is; `undefined`: it is none. What begins like one is never a request:
 * where the rest makes no sense, its usage is the answer.
 */
export function setupCommand(_sentence: string, _words: readonly Word[]): Command | undefined {
  return undefined;
}
