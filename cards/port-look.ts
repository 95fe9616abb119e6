// The one table of words and colours for what is true of a port.

import { WORLD } from '../src/domain/nsg/address-pattern.ts';
import type { Exposure } from '../src/domain/nsg/exposure.ts';
import { sizeOf } from '../src/domain/nsg/span-prefixes.ts';
import { say } from './escape.ts';
import type { StatusLook } from './status.ts';

/** From the best to the worst: the worst port of a machine colours its card. `granted`: only JIT's grants let somebody in. */
export type PortLook = 'shut' | 'granted' | 'unknown' | 'some' | 'most' | 'open';

export const portLooks: Readonly<Record<PortLook, StatusLook>> = {
  shut: {
    get word() {
      return say`Shut to the world`;
    },
    color: 'good',
    style: 'good',
  },
  granted: {
    get word() {
      return say`Open only to those with access`;
    },
    color: 'accent',
    style: 'accent',
  },
  unknown: {
    get word() {
      return say`Cannot be told`;
    },
    color: 'warning',
    style: 'warning',
  },
  some: {
    get word() {
      return say`Open to some`;
    },
    color: 'warning',
    style: 'warning',
  },
  most: {
    get word() {
      return say`Open to most of the world`;
    },
    color: 'attention',
    style: 'attention',
  },
  open: {
    get word() {
      return say`Open to the world`;
    },
    color: 'attention',
    style: 'attention',
  },
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
