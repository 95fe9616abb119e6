// What stands in front of machines, and what JIT has for them, read afresh: one by one, or a whole subscription at once.
import type { JitPort, Machine } from '../../domain/machine.ts';
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import type { Jit, PortWatch } from '../azure-ports.ts';
import { Fault } from '../fault.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { EstateReader, JitPlaces } from '../setup-ports.ts';

export interface MachineNow {
  readonly machine: Machine;
  /** In front of its addresses; none: it has no interface. */
  readonly filters: readonly AddressFilters[];
  readonly jitPorts: readonly JitPort[];
  /** ARM ids of the JIT policies that are known to be there, those of its place among them. */
  readonly policyIds: readonly string[];
}

interface Parts {
  readonly watch: PortWatch;
  readonly jit: Pick<Jit, 'allowed'>;
  readonly estate: EstateReader;
  readonly places: JitPlaces;
}

/** Each is some reads; of more, the subscription's lists are fewer. */
const mostOneByOne = 5;
const subscriptionsAtOnce = 4;

/** @returns by machine, in their order: what was read, or why not. Never throws a Fault. */
export async function machinesNow(
  parts: Parts,
  machines: readonly Machine[],
): Promise<readonly (MachineNow | { readonly machine: Machine; readonly fault: Fault })[]> {
  if (machines.length <= mostOneByOne)
    return Promise.all(machines.map((machine) => orFault(machine, oneNow(parts, machine))));
  const bySubscription = Map.groupBy(machines, ({ subscription }) => subscription.id);
  const seen = new Map(
    await fewAtOnce([...bySubscription], subscriptionsAtOnce, async ([id, [first]]) => {
      if (first === undefined) throw new Error('unreachable: a group has a member');
      return [id, await parts.estate.read(first.subscription).catch(onlyFaults)] as const;
    }),
  );
  return machines.map((machine) => {
    const read = seen.get(machine.subscription.id);
    if (read === undefined) throw new Error('unreachable: every subscription was read');
    if (read instanceof Fault) return { machine, fault: read };
    const found = read.machines.find(({ id }) => id === machine.id);
    const policyIds = read.policies.map(({ id }) => id);
    return { machine, filters: found?.filters ?? [], jitPorts: found?.jitPorts ?? [], policyIds };
  });
}

async function oneNow({ watch, jit, places }: Parts, machine: Machine): Promise<MachineNow> {
  const [filters, { policyIds, jitPorts }] = await Promise.all([
    watch.filtersOf(machine),
    places.policiesFor(machine),
  ]);
  // A policy that lists it from another place should not be; it is not overlooked all the same.
  const near = new Set(policyIds.map((id) => id.toLowerCase()));
  const known = new Map(machine.jitPorts.map(({ policyId }) => [policyId.toLowerCase(), policyId]));
  const far = [...known].filter(([key]) => !near.has(key));
  const ports = await Promise.all(far.map(([, id]) => jit.allowed(id, machine.id).catch(goneIsNone)));
  return { machine, filters, jitPorts: [...jitPorts, ...ports.flat()], policyIds };
}

/** The policy went since the inventory saw it. */
function goneIsNone(error: unknown): readonly JitPort[] {
  if (error instanceof Fault && error.code === 'missing') return [];
  throw error;
}

const orFault = async (machine: Machine, reading: Promise<MachineNow>) => {
  const read = await reading.catch(onlyFaults);
  return read instanceof Fault ? { machine, fault: read } : read;
};

function onlyFaults(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}
