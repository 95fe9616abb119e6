// The one table of words and colours for what is true of a port.

import { WORLD } from '../src/domain/nsg/address-pattern.ts';
import type { Exposure } from '../src/domain/nsg/exposure.ts';
import { sizeOf } from '../src/domain/nsg/span-prefixes.ts';
import { toSay } from './escape.ts';
import { look, type StatusLook } from './status.ts';

/** From the best to the worst: the worst port of a machine colours its card. `granted`: only JIT's grants let somebody in. */
export type PortLook = 'shut' | 'granted' | 'unknown' | 'some' | 'most' | 'open';

export const portLooks: Readonly<Record<PortLook, StatusLook>> = {
  shut: look(toSay('Shut to the world'), 'good'),
  granted: look(toSay('Open only to those with access'), 'accent'),
  unknown: look(toSay('Cannot be told'), 'warning'),
  some: look(toSay('Open to some'), 'warning'),
  most: look(toSay('Open to most of the world'), 'attention'),
  open: look(toSay('Open to the world'), 'attention'),
};

const bestFirst: readonly PortLook[] = ['shut', 'granted', 'unknown', 'some', 'most', 'open'];

export function lookOf({ world, worldWithoutGrants }: Exposure): PortLook {
  switch (world.lets) {
    case 'none':
      return 'shut';
    case 'all':
      return 'open';
    case 'unknown':
      return 'unknown';
    case 'some':
      if (sizeOf(world.addresses) * 2 > sizeOf(WORLD)) return 'most';
      if (worldWithoutGrants.lets === 'none') return 'granted';
      return worldWithoutGrants.lets === 'unknown' ? 'unknown' : 'some';
  }
}

/** The look of the machine; without ports, nothing is open. */
export const worstOf = (looks: readonly PortLook[]): PortLook =>
  bestFirst.findLast((look) => looks.includes(look)) ?? 'shut';
