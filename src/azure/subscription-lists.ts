// The lists of one subscription, each read to its end: who wants to know must check what they hold.
import { z } from 'zod';
import { allPages } from './all-pages.ts';
import type { Arm } from './arm.ts';
import { text } from './checked.ts';
import type { ProtectedMachine } from './jit-policy.ts';
import { listJitPolicies } from './list-policies.ts';
import type { Reading } from './machines-of.ts';
import type { NetworkInterface } from './network-interface.ts';
import { rawList } from './raw-list.ts';

// Those of @azure/arm-network 39.0.0 and @azure/arm-compute 25.1.1, which the tests hold them to.
const networkVersion = '2026-01-01';
const computeVersion = '2026-04-01';

/** The fields of Microsoft.Network/publicIPAddresses that are used. */
export const publicAddressShape = z.object({ id: z.string(), ipAddress: text });

/** The fields of Microsoft.Compute/virtualMachines that are used. */
export const virtualMachineShape = z.object({
  id: z.string(),
  location: text,
  tags: z.record(z.string(), z.string()).nullish(),
  storageProfile: z.object({ osDisk: z.object({ osType: text }).nullish() }).nullish(),
});

/** What is kept of a page. */
export type Take<Item> = (page: readonly unknown[]) => readonly Item[];

/** Each reads its list anew when it is called. All of them throw a Fault, or what `take` throws: half a list is never returned. */
export function listsOf(arm: Arm, subscriptionId: string) {
  const listed =
    (type: string, apiVersion: string) =>
    <Item>(take: Take<Item>): Promise<Item[]> => {
      const path = `/subscriptions/${encodeURIComponent(subscriptionId)}/providers/${type}`;
      return allPages(() => rawList(arm.security(subscriptionId), { path, apiVersion }), take);
    };
  return {
    /** @param regions as of `listJitPolicies` */
    policies: <Item>(take: Take<Item>, regions: () => Promise<readonly string[]>) =>
      listJitPolicies(arm, subscriptionId, regions, take),
    interfaces: listed('Microsoft.Network/networkInterfaces', networkVersion),
    async nsgs() {
      const { networkSecurityGroups } = await arm.network(subscriptionId);
      return allPages(() => networkSecurityGroups.listAll());
    },
    publicAddresses: listed('Microsoft.Network/publicIPAddresses', networkVersion),
    virtualMachines: listed('Microsoft.Compute/virtualMachines', computeVersion),
  };
}

/** What was understood of these lists, as machines are put together from it. */
export function readingOf(
  subscription: Reading['subscription'],
  {
    interfaces,
    publicAddresses,
    protectedMachines,
    virtualMachines,
  }: {
    readonly interfaces: readonly NetworkInterface[];
    readonly publicAddresses: readonly z.infer<typeof publicAddressShape>[];
    readonly protectedMachines: readonly ProtectedMachine[];
    readonly virtualMachines: readonly z.infer<typeof virtualMachineShape>[];
  },
): Reading {
  const described = virtualMachines.map((one) => [one.id.toLowerCase(), one] as const);
  return {
    subscription,
    interfaces,
    publicAddresses: new Map(
      publicAddresses.flatMap(({ id, ipAddress }) =>
        ipAddress ? [[id.toLowerCase(), ipAddress] as const] : [],
      ),
    ),
    protectedMachines,
    tags: new Map(described.map(([id, { tags }]) => [id, tags ?? {}])),
    systems: new Map(described.map(([id, { storageProfile }]) => [id, storageProfile?.osDisk?.osType ?? ''])),
  };
}
