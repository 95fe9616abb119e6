// Ports and source prefixes as people know them.
import { isAnySource } from '../src/domain/source-prefix.ts';
import { escapeMarkdown } from './escape.ts';

const wellKnown: Readonly<Record<number, string>> = {
  22: 'SSH',
  3389: 'RDP',
  5985: 'WinRM over HTTP',
  5986: 'WinRM over HTTPS',
};

/** `3389 (RDP)`, or the bare number. */
export const portText = (port: number): string => {
  const name = wellKnown[port];
  return name === undefined ? String(port) : `${port} (${name})`;
};

/** `a`, `a or b`, `a, b or c`. Nothing: `none`. */
export function anyOf(texts: readonly string[]): string {
  const last = texts.at(-1);
  if (last === undefined) return 'none';
  if (texts.length === 1) return last;
  return `${texts.slice(0, -1).join(', ')} or ${last}`;
}

/** `anyOf`, where a long list is cut and says how much is left out: `a, b or 3 more`. */
export function anyOfMany(texts: readonly string[], most: number): string {
  const more = texts.length - most;
  return anyOf(more > 0 ? [...texts.slice(0, most), `${more} more`] : texts);
}

/** Source prefixes of a JIT policy as escaped Markdown; a long list is cut and says so. */
export function sourcesText(prefixes: readonly string[]): string {
  if (allowsAll(prefixes)) return 'any IPv4 address';
  return anyOfMany(
    prefixes.map((prefix) => escapeMarkdown(prefix)),
    8,
  );
}

/** Whether a JIT policy leaves the source free. */
export const allowsAll = (prefixes: readonly string[]): boolean => prefixes.some(isAnySource);
