// A log that keeps its lines for tests to read.
import type { Log } from '../../src/access/log-port.ts';

export interface KeptLine {
  readonly level: keyof Log;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sentence: string;
}

export function keptLog(): Log & { readonly lines: readonly KeptLine[] } {
  const lines: KeptLine[] = [];
  const at =
    (level: keyof Log): Log['debug'] =>
    (facts, sentence) =>
      void lines.push({ level, facts, sentence });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), lines };
}
