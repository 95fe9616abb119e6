// IPv4 ranges that are not the public internet, by name (IANA special-purpose registry, RFC 6890).

/** A range that means something of its own. `name` is a noun phrase fit for a sentence. */
export interface SpecialRange {
  readonly prefix: string;
  readonly name: string;
}

/** Addresses that are real sources inside a network, and never arrive from the internet. */
export const PRIVATE_RANGES: readonly SpecialRange[] = [
  { prefix: '10.0.0.0/8', name: 'private range 10.0.0.0/8' },
  { prefix: '172.16.0.0/12', name: 'private range 172.16.0.0/12' },
  { prefix: '192.168.0.0/16', name: 'private range 192.168.0.0/16' },
  { prefix: '100.64.0.0/10', name: 'carrier-grade NAT range 100.64.0.0/10' },
];

/** Addresses no packet from another machine can carry as its source. */
export const IMPOSSIBLE_RANGES: readonly SpecialRange[] = [
  { prefix: '0.0.0.0/8', name: '"this network" range 0.0.0.0/8' },
  { prefix: '127.0.0.0/8', name: 'loopback range 127.0.0.0/8' },
  { prefix: '169.254.0.0/16', name: 'link-local range 169.254.0.0/16' },
  { prefix: '224.0.0.0/4', name: 'multicast range 224.0.0.0/4' },
  { prefix: '240.0.0.0/4', name: 'reserved range 240.0.0.0/4' },
];

// The documentation ranges (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24) are left out on purpose: the
// examples and the local world are written in them, and opening a port to nobody's address harms nobody.
