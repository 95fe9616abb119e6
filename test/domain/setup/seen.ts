// Builders of a subscription as it was seen, with rules in one line each.
import type { SeenMachine, SeenSubscription } from '../../../src/domain/estate.ts';
import { noon, web01 } from '../../support/requests.ts';
import { filtersOf, type Standing } from '../nsg/rule-text.ts';

export const { subscription } = web01;
const [rdp] = web01.jitPorts;
export const rdpPorts = rdp === undefined ? [] : [{ ...rdp, protocol: '*' as const }];
/** JIT's Deny for port 3389. */
export const deny = '4096 Deny jit to 10.0.0.4 port 3389';

/** A machine under JIT on port 3389, unless told otherwise; `standing` is in front of its only address. */
export function seenMachine(standing: Standing, changes: Partial<SeenMachine> = {}): SeenMachine {
  const { addresses: _, tags: __, ...machine } = web01;
  const name = changes.name ?? machine.name;
  const azureId = machine.azureId.replace('web-01', name);
  return {
    ...machine,
    azureId,
    id: azureId.toLowerCase(),
    system: 'Windows',
    filters: [filtersOf(standing)],
    jitPorts: rdpPorts,
    ...changes,
  };
}

/** Of these machines; a policy lists those that have ports, and those of `listed`. */
export function seenOf(machines: readonly SeenMachine[], listed: readonly string[] = []): SeenSubscription {
  const on = machines.filter(({ jitPorts, unclearPorts }) => jitPorts.length > 0 || unclearPorts);
  const machineIds = [...new Set([...on.map(({ id }) => id), ...listed])];
  return {
    subscription,
    machines,
    nsgs: [],
    policies: machineIds.length === 0 ? [] : [{ id: rdp?.policyId ?? '', machineIds, openings: [] }],
    readAt: noon,
  };
}
