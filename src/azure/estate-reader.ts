// Reads a whole subscription in a few lists: machines, what stands in front of them, JIT policies and their openings.
import type { z } from 'zod';
import type { EstateReader } from '../access/setup-ports.ts';
import type { SeenMachine, SeenPolicy } from '../domain/estate.ts';
import type { Instant } from '../domain/time.ts';
import type { Arm } from './arm.ts';
import { checked } from './checked.ts';
import { guardedAddressesOf } from './guarded-addresses.ts';
import { policyShape, protectedMachinesOf } from './jit-policy.ts';
import { openingsOf, requestsShape } from './listed-openings.ts';
import { machinesOf } from './machines-of.ts';
import { interfaceShape } from './network-interface.ts';
import { machineWithoutInterface } from './no-interface.ts';
import { readSeenNsgs } from './seen-nsgs.ts';
import { listsOf, publicAddressShape, readingOf, virtualMachineShape } from './subscription-lists.ts';

/** A policy with what it lists. */
const listedPolicyShape = policyShape.extend(requestsShape.shape);

/**
 * The port on the real service. Besides the lists it reads each subnet, once, that no listed NSG names as its own, and
 * each NSG that is named and not listed: a list holds only what the bot may read, and what it may not see must not look
 * like what is not there.
 */
export function createEstateReader(arm: Arm, now: () => Instant): EstateReader {
  return {
    async read(subscription) {
      // Before everything: what seems to be past its end by this time really was when it was read.
      const readAt = now();
      const lists = listsOf(arm, subscription.id);
      const listedInterfaces = lists.interfaces(each(interfaceShape, 'a network interface'));
      const regions = async () => (await listedInterfaces).flatMap(({ location }) => location ?? []);
      const [policies, interfaces, publicAddresses, virtualMachines, listedNsgs] = await Promise.all([
        lists.policies(each(listedPolicyShape, 'a JIT policy'), regions),
        listedInterfaces,
        lists.publicAddresses(each(publicAddressShape, 'a public address')),
        lists.virtualMachines(each(virtualMachineShape, 'a virtual machine')),
        lists.nsgs(),
      ]);
      const protectedMachines = policies.flatMap(protectedMachinesOf);
      const { machines } = machinesOf(
        readingOf(subscription, { interfaces, publicAddresses, protectedMachines, virtualMachines }),
      );
      const nicsOf = Map.groupBy(interfaces, (nic) => nic.virtualMachine?.id?.toLowerCase() ?? '');
      const { nsgs, reads } = await readSeenNsgs(
        arm,
        listedNsgs,
        machines.flatMap(({ id }) => nicsOf.get(id) ?? []),
      );

      const entriesOf = Map.groupBy(protectedMachines, ({ machineId }) => machineId.toLowerCase());
      const unclear = (id: string) => ({
        ...((entriesOf.get(id) ?? []).some((entry) => entry.unclear > 0) && { unclearPorts: true as const }),
      });
      const found = await Promise.all(
        machines.map(async ({ addresses: _, tags: __, ...machine }): Promise<SeenMachine> => {
          const nics = nicsOf.get(machine.id) ?? [];
          const filters = await Promise.all(
            nics.map((nic) => guardedAddressesOf(nic, nics.length === 1, reads)),
          );
          return { ...machine, filters: filters.flat(), ...unclear(machine.id) };
        }),
      );
      const known = new Set(found.map(({ id }) => id));
      const bare = virtualMachines
        .filter(({ id }) => !known.has(id.toLowerCase()))
        .map((one) => {
          const entries = entriesOf.get(one.id.toLowerCase()) ?? [];
          const machine = machineWithoutInterface(
            subscription,
            one.id,
            { region: one.location ?? '', osType: one.storageProfile?.osDisk?.osType ?? '' },
            entries,
          );
          return { ...machine, ...unclear(machine.id) };
        });
      return {
        subscription,
        machines: [...found, ...bare],
        nsgs,
        policies: policies.map(seenPolicy),
        readAt,
      };
    },
  };
}

/** All of a list or nothing: an entry that is not understood could be the one that matters. @throws Fault */
const each =
  <Shape extends z.ZodType>(shape: Shape, what: string) =>
  (entries: readonly unknown[]): z.infer<Shape>[] =>
    entries.map((entry) => checked(shape, entry, what));

function seenPolicy(policy: z.infer<typeof listedPolicyShape>): SeenPolicy {
  const machineIds = protectedMachinesOf(policy).map(({ machineId }) => machineId.toLowerCase());
  return {
    id: policy.id,
    machineIds: [...new Set(machineIds)],
    openings: openingsOf(policy).map(({ machineId, port, sources, startedAt, endsAt, status }) => ({
      machineId,
      port,
      sources,
      startedAt,
      endsAt,
      status,
    })),
  };
}
