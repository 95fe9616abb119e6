// What a JIT policy says, or is to say, of one port of a machine.
import type { JitPort } from '../machine.ts';

/** A port of a JIT policy's entry, whichever policy holds it. */
export type PortSetting = Omit<JitPort, 'policyId'>;

/** Azure's bounds of `maxRequestAccessDuration`: 5 minutes to 1 day, in seconds. */
export const longestTimes = { least: 300, most: 86_400 } as const;

/** Whether both say the same of every port. The order of ports and of sources carries nothing. */
export const sameSettings = (one: readonly PortSetting[], other: readonly PortSetting[]): boolean =>
  textOf(one) === textOf(other);

const textOf = (settings: readonly PortSetting[]): string =>
  settings
    .map(({ port, protocol, maximumSeconds, allowedSources }) =>
      [port, protocol, maximumSeconds, ...[...new Set(allowedSources)].sort()].join(' '),
    )
    .sort()
    .join('\n');
