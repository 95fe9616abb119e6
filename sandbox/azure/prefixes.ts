// IPv4 source prefixes: is it one, and does one lie inside another.
import { BlockList, isIPv4 } from 'node:net';

const split = (prefix: string): { address: string; length: number } | undefined => {
  const [address = '', length = '32', ...rest] = prefix.split('/');
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(length) || Number(length) > 32)
    return undefined;
  return { address, length: Number(length) };
};

/** True for `*`, an IPv4 address, or an IPv4 CIDR. */
export const isSourcePrefix = (prefix: string): boolean => prefix === '*' || split(prefix) !== undefined;

/** True when every address of `inner` is in `outer`. `*` holds everything, and only `*` and 0.0.0.0/0 hold `*`. */
export const contains = (outer: string, inner: string): boolean => {
  if (outer === '*') return true;
  const [outside, inside] = [split(outer), split(inner === '*' ? '0.0.0.0/0' : inner)];
  if (outside === undefined || inside === undefined || inside.length < outside.length) return false;
  const list = new BlockList();
  list.addSubnet(outside.address, outside.length, 'ipv4');
  return list.check(inside.address, 'ipv4');
};
