// The proxies whose word is taken for whom they pass on: addresses and CIDRs, IPv4 and IPv6.
import { BlockList } from 'node:net';
import { type IpAddress, ipAddress } from './ip-address.ts';

interface Block extends IpAddress {
  readonly length: number;
}

// Anything wider is nobody's network: whoever asks would be believed.
const shortest = { ipv4: 8, ipv6: 7 } as const;
const full = { ipv4: 32, ipv6: 128 } as const;

/** @returns `undefined` for what is no address or CIDR, or so wide that everybody would be trusted */
function blockOf(text: string): Block | undefined {
  const [first = '', length, ...rest] = text.split('/');
  const ip = ipAddress(first);
  // `::ffff:10.0.0.0/104` would have to be translated; nobody needs it.
  if (ip === undefined || rest.length > 0 || (ip.kind === 'ipv4' && first.includes(':'))) return undefined;
  if (length === undefined) return { ...ip, length: full[ip.kind] };
  if (!/^(0|[1-9]\d{0,2})$/.test(length)) return undefined;
  const bits = Number(length);
  return bits >= shortest[ip.kind] && bits <= full[ip.kind] ? { ...ip, length: bits } : undefined;
}

/** Whether a setting can be used: an address or CIDR, at least /8 for IPv4 and /7 for IPv6. */
export const isProxyBlock = (text: string): boolean => blockOf(text) !== undefined;

export type IsTrusted = (ip: IpAddress) => boolean;

/** @param blocks checked by `isProxyBlock` @throws Error for one that is not */
export function trustedProxies(blocks: readonly string[]): IsTrusted {
  const list = new BlockList();
  for (const text of blocks) {
    const block = blockOf(text);
    if (block === undefined) throw new Error(`${text} is no address or CIDR of a proxy`);
    list.addSubnet(block.address, block.length, block.kind);
  }
  return ({ kind, address }) => list.check(address, kind);
}
