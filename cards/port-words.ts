// Ports and source prefixes as people know them.
import { isAnySource } from '../src/domain/source-prefix.ts';
import { escapeMarkdown, say, sayAgain, toSay } from './escape.ts';
import { anyOfMany, withRemark } from './list-words.ts';

const wellKnown: Readonly<Record<number, string>> = {
  22: toSay('SSH'),
  3389: toSay('RDP'),
  5985: toSay('WinRM over HTTP'),
  5986: toSay('WinRM over HTTPS'),
};

/** `3389 (RDP)`, or the bare number. */
export const portText = (port: number): string => {
  const name = wellKnown[port];
  return name === undefined ? String(port) : withRemark(String(port), sayAgain(name));
};

/** `203.0.113.0/24 or VirtualNetwork`, as escaped Markdown; a long list is cut and says so. */
export const anyPrefixText = (prefixes: readonly string[], most = 4): string =>
  anyOfMany(
    prefixes.map((prefix) => escapeMarkdown(prefix, 40)),
    most,
  );

/** Source prefixes of a JIT policy as escaped Markdown; a long list is cut and says so. */
export function sourcesText(prefixes: readonly string[]): string {
  return allowsAll(prefixes) ? say`any IPv4 address` : anyPrefixText(prefixes, 8);
}

/** Whether a JIT policy leaves the source free. */
export const allowsAll = (prefixes: readonly string[]): boolean => prefixes.some(isAnySource);
