// The hops that proxies wrote into X-Forwarded-For and Forwarded (RFC 7239), from the browser's to the nearest.
import { type IpAddress, ipAddress } from './ip-address.ts';

/** `hidden`: the proxy keeps it to itself (`unknown`, `_secret`). `malformed`: it says nothing that can be understood. */
export type Hop = IpAddress | { readonly kind: 'hidden' } | { readonly kind: 'malformed' };

const malformed: Hop = { kind: 'malformed' };

/** @param header all its lines, joined with commas */
export const hopsOfXForwardedFor = (header: string): readonly Hop[] =>
  header.split(',').map((part) => hopOf(part.trim()));

/** A header that cannot be read to its end is one malformed hop: what a quote swallowed is not known. */
export function hopsOfForwarded(header: string): readonly Hop[] {
  const hops: Hop[] = [];
  let rest = header.trim();
  for (;;) {
    const element = takeElement(rest);
    if (element === undefined) return [malformed];
    hops.push(element.node === undefined ? malformed : hopOf(element.node));
    if (element.rest === undefined) return hops;
    rest = element.rest;
  }
}

/** One pair at the start: a token, and a token, a bare address or a quoted string; then what separates it from the next. */
const pair =
  /^[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s",;=]+))[ \t]*(?:([;,])[ \t]*|$)/;

/** The first element: its `for`, if there is exactly one. `rest` is left out at the end. */
function takeElement(
  header: string,
): { readonly node: string | undefined; readonly rest?: string } | undefined {
  const nodes: string[] = [];
  let rest = header;
  for (;;) {
    const found = pair.exec(rest);
    if (found === null) return undefined;
    const [whole, name = '', quoted, bare, separator] = found;
    if (name.toLowerCase() === 'for') nodes.push(quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
    rest = rest.slice(whole.length);
    const node = nodes.length === 1 ? nodes[0] : undefined;
    if (separator === undefined) return { node };
    if (separator === ',') return { node, rest };
  }
}

/** `203.0.113.7`, `203.0.113.7:51234`, `[2001:db8::1]:443`, `2001:db8::1`, `unknown`, `_hidden`. A port is dropped. */
function hopOf(text: string): Hop {
  const found = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::(\d{1,5}|_[\w.-]+))?$/.exec(text);
  // Without brackets, more than one colon is an IPv6 address without a port.
  if (found === null) return ipAddress(text) ?? malformed;
  const [, bracketed, plain = '', port] = found;
  if (port !== undefined && Number(port) > 65_535) return malformed;
  if (bracketed !== undefined) {
    const ip = bracketed.includes(':') ? ipAddress(bracketed) : undefined;
    return ip ?? malformed;
  }
  if (/^(unknown|_[\w.-]+)$/i.test(plain)) return { kind: 'hidden' };
  return ipAddress(plain) ?? malformed;
}
