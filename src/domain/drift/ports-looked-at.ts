// Which ports of a machine are looked at: JIT's, and those by which machines are managed.
import type { Machine } from '../machine.ts';
import { managementPorts, portsUnderJit } from '../machine-status.ts';
import type { PortAndProtocol } from '../nsg/fates.ts';

/** Each port once, by number. */
export function portsLookedAt(jitPorts: Machine['jitPorts']): readonly PortAndProtocol[] {
  const protectedPorts = portsUnderJit(jitPorts);
  const beside = managementPorts
    .filter((port) => protectedPorts.every((each) => each.port !== port))
    .map((port) => ({ port, protocol: 'TCP' as const }));
  return [...protectedPorts, ...beside].sort((one, other) => one.port - other.port);
}
