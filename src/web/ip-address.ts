// IP addresses in their one spelling: what sockets and proxies write in many ways.
import { isIP, SocketAddress } from 'node:net';

export interface IpAddress {
  readonly kind: 'ipv4' | 'ipv6';
  readonly address: string;
}

/** An IPv4 address in an IPv6 socket (`::ffff:203.0.113.7`) is that IPv4 address. @returns `undefined`: it is none */
export function ipAddress(text: string): IpAddress | undefined {
  const family = isIP(text);
  if (family === 4) return { kind: 'ipv4', address: text };
  // An address with a zone (`fe80::1%eth0`) means something on one machine only.
  if (family !== 6 || text.includes('%')) return undefined;
  const { address } = new SocketAddress({ address: text, family: 'ipv6' });
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
  return mapped === undefined ? { kind: 'ipv6', address } : { kind: 'ipv4', address: mapped };
}
