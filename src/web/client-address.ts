// The address a browser really comes from, behind any number of proxies that are trusted; forged headers change nothing.
import { covers, parsePrefix } from '../domain/source-prefix.ts';
import { IMPOSSIBLE_RANGES, PRIVATE_RANGES } from '../domain/special-ranges.ts';
import { type Hop, hopsOfForwarded, hopsOfXForwardedFor } from './forwarded-hops.ts';
import { type IpAddress, ipAddress } from './ip-address.ts';
import type { IsTrusted } from './trusted-proxies.ts';

export type ClientAddress =
  | IpAddress
  /** Unknown is not yes: no address is offered then. */
  | { readonly kind: 'unknown'; readonly why: Unknown };

/**
 * - `malformed`: a proxy that is trusted passed something on that is no address.
 * - `hidden`: a proxy that is trusted keeps the address to itself.
 * - `disagreeing`: X-Forwarded-For and Forwarded lead to different addresses.
 * - `no-platform-header`: the platform's own header is to be believed, and is not there.
 * - `no-peer`: the connection is gone.
 */
export type Unknown = 'malformed' | 'hidden' | 'disagreeing' | 'no-platform-header' | 'no-peer';

/** Header names are lower case; a header of several lines is joined with commas, as Node does. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface ProxySettings {
  readonly isTrusted: IsTrusted;
  /** A header in which the platform itself writes the address, any case. */
  readonly platformHeader?: string;
}

/**
 * Starts with the peer of the socket and walks towards the browser while the current hop is trusted. The first that is not is
 * the client; where all are, the one farthest away: people share private networks with proxies. On the internet nobody but
 * the proxy has its address, so then it was not told who is behind it.
 *
 * Where both X-Forwarded-For and Forwarded are there, a trusted proxy may have appended to one of them only, and the other is
 * as the browser sent it. Nobody can tell which, so both must lead to the same address.
 * @param peer `socket.remoteAddress`
 */
export function clientAddress(
  peer: string | undefined,
  headers: Headers,
  settings: ProxySettings,
): ClientAddress {
  // A peer on the same link has a zone, which says no more than which cable it is on.
  const nearest = peer === undefined ? undefined : ipAddress(peer.split('%')[0] ?? '');
  if (nearest === undefined) return { kind: 'unknown', why: 'no-peer' };
  if (!settings.isTrusted(nearest)) return nearest;
  if (settings.platformHeader !== undefined) return platformsWord(headers, settings.platformHeader);

  const byX = headerOf(headers, 'x-forwarded-for');
  const byStandard = headerOf(headers, 'forwarded');
  if (byX === undefined && byStandard === undefined) return walk(nearest, [], settings.isTrusted);
  const walks = [
    ...(byX === undefined ? [] : [walk(nearest, hopsOfXForwardedFor(byX), settings.isTrusted)]),
    ...(byStandard === undefined ? [] : [walk(nearest, hopsOfForwarded(byStandard), settings.isTrusted)]),
  ];
  const [one = nearest, other = one] = walks;
  return isSame(one, other) ? one : { kind: 'unknown', why: 'disagreeing' };
}

function walk(peer: IpAddress, hops: readonly Hop[], isTrusted: IsTrusted): ClientAddress {
  let client = peer;
  for (const hop of hops.toReversed()) {
    if (hop.kind === 'malformed' || hop.kind === 'hidden') return { kind: 'unknown', why: hop.kind };
    client = hop;
    if (!isTrusted(client)) return client;
  }
  return isPublic(client) ? { kind: 'unknown', why: 'hidden' } : client;
}

const notPublic = [...PRIVATE_RANGES, ...IMPOSSIBLE_RANGES].map(({ prefix }) => parsePrefix(prefix));

function isPublic({ kind, address }: IpAddress): boolean {
  const ip = kind === 'ipv4' ? parsePrefix(address) : undefined;
  return ip !== undefined && !notPublic.some((range) => range !== undefined && covers(range, ip));
}

/** One address, with or without a port. Several would mean that the browser's own was passed on beside the platform's. */
function platformsWord(headers: Headers, name: string): ClientAddress {
  const header = headerOf(headers, name.toLowerCase());
  if (header === undefined) return { kind: 'unknown', why: 'no-platform-header' };
  const [hop, ...more] = hopsOfXForwardedFor(header);
  if (hop === undefined || more.length > 0) return { kind: 'unknown', why: 'malformed' };
  return hop.kind === 'malformed' || hop.kind === 'hidden' ? { kind: 'unknown', why: hop.kind } : hop;
}

function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' || value === undefined ? value : value.join(', ');
}

const isSame = (one: ClientAddress, other: ClientAddress): boolean =>
  one.kind === 'unknown' || other.kind === 'unknown'
    ? one.kind === other.kind
    : one.kind === other.kind && one.address === other.address;
