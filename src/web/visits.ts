// How many requests one address has made of late, where nobody has proven who they are.
import type { IncomingMessage } from 'node:http';
import type { Limited, RateLimit } from '../access/rate-limit.ts';
import { clientAddress, type ProxySettings } from './client-address.ts';

/** Counts a request for the address it comes from. @returns `undefined`: go on */
export type Visits = (request: IncomingMessage) => Limited;

/** @param proxies whose word is taken for whom they pass on; of everybody else the peer counts */
export const createVisits =
  (limit: RateLimit, proxies: ProxySettings): Visits =>
  (request) =>
    limit(keyOf(request, proxies));

function keyOf({ socket, headers }: IncomingMessage, proxies: ProxySettings): string {
  const client = clientAddress(socket.remoteAddress, headers, proxies);
  switch (client.kind) {
    case 'ipv4':
      return client.address;
    case 'ipv6':
      return networkOf(client.address);
    case 'unknown':
      // All of whom a proxy says nothing share what is theirs.
      return `unknown behind ${socket.remoteAddress}`;
  }
}

/** The /64 that a provider gives to one line: whoever has one can come from any address of it. */
function networkOf(address: string): string {
  const [start = '', end] = address.split('::');
  const groups = (text = ''): readonly string[] => (text === '' ? [] : text.split(':'));
  const zeros = end === undefined ? 0 : 8 - groups(start).length - groups(end).length;
  return [...groups(start), ...Array<string>(zeros).fill('0'), ...groups(end)].slice(0, 4).join(':');
}
