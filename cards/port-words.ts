// Ports and source prefixes as people know them.
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

/** Source prefixes of a JIT policy as escaped Markdown; a long list is cut and says so. */
export function sourcesText(prefixes: readonly string[]): string {
  if (allowsAll(prefixes)) return 'any IPv4 address';
  const shown = prefixes.slice(0, 8).map((prefix) => escapeMarkdown(prefix));
  const more = prefixes.length - shown.length;
  return anyOf(more > 0 ? [...shown, `${more} more`] : shown);
}

/** Whether a JIT policy leaves the source free. */
export const allowsAll = (prefixes: readonly string[]): boolean =>
  prefixes.some((prefix) => ['*', '0.0.0.0/0', 'any', 'internet'].includes(prefix.toLowerCase()));
