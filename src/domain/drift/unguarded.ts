// Ports that a JIT policy lists although JIT's Deny for them is in no NSG of the machine.
import type { SeenMachine } from '../estate.ts';
import { isIpv6 } from '../ipv6.ts';
import { choiceOf } from '../machine.ts';
import { portsUnderJit } from '../machine-status.ts';
import { guardIn } from '../nsg/exposure.ts';
import { hasNsg } from '../setup/ports-left.ts';
import type { UnguardedFinding } from './finding.ts';

/** One finding for all such ports of a machine. A machine without an address can be reached by nobody. */
export function unguardedIn(machine: SeenMachine): readonly UnguardedFinding[] {
  const filters = machine.filters.filter(({ privateAddress }) => !isIpv6(privateAddress));
  if (filters.length === 0) return [];
  const ports = portsUnderJit(machine.jitPorts)
    .map(({ port }) => port)
    .filter((port) =>
      filters.every(({ onInterface, onSubnet, privateAddress: destination }) =>
        [onInterface, onSubnet].every((rules) => guardIn(rules, { port, destination }) === undefined),
      ),
    );
  if (ports.length === 0) return [];
  const nsg = hasNsg(filters);
  return [
    {
      kind: 'unguarded',
      key: `unguarded/${machine.id}/${nsg ? '' : 'no-nsg/'}${ports.join(',')}`,
      machine: choiceOf(machine),
      ports,
      nsg,
    },
  ];
}
