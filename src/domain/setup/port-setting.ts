// What a JIT policy says, or is to say, of one port of a machine.
import type { JitPort } from '../machine.ts';

/** A port of a JIT policy's entry, whichever policy holds it. */
export type PortSetting = Omit<JitPort, 'policyId'>;

/** Azure's bounds of `maxRequestAccessDuration`: 5 minutes to 1 day, in seconds. */
export const longestTimes = { least: 300, most: 86_400 } as const;

/** Whether both say the same of every port. The order of ports and of sources carries nothing. */
export const sameSettings = (one: readonly PortSetting[], other: readonly PortSetting[]): boolean =>
  textOfAll(one) === textOfAll(other);

/** The same settings of a port are one, however often they are listed. */
export const distinctSettings = (settings: readonly PortSetting[]): readonly PortSetting[] => [
  ...new Map(settings.map((setting) => [textOf(setting), setting])).values(),
];

const textOfAll = (settings: readonly PortSetting[]): string => settings.map(textOf).sort().join('\n');

const textOf = ({ port, protocol, maximumSeconds, allowedSources }: PortSetting): string =>
  [port, protocol, maximumSeconds, ...[...new Set(allowedSources)].sort()].join(' ');
