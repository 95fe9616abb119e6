// The JIT policies that a machine can be in, read afresh: those of its resource group and region.
import type { JitPlaces } from '../access/setup-ports.ts';
import { allPages } from './all-pages.ts';
import type { Arm } from './arm.ts';
import { armIdOf, same } from './arm-id.ts';
import { checked } from './checked.ts';
import { clearPortsOf, policyShape, protectedMachinesOf } from './jit-policy.ts';

/** The port on the real service. */
export const createJitPlaces = (arm: Arm): JitPlaces => ({
  async policiesFor({ azureId, region }) {
    const part = armIdOf(azureId);
    const client = arm.security(part('subscriptions')).jitNetworkAccessPolicies;
    const place = [part('resourceGroups'), region.toLowerCase().replaceAll(' ', '')] as const;
    const listed = await allPages(() => client.listByResourceGroupAndRegion(...place));
    const policies = listed.map((policy) => checked(policyShape, policy, 'a JIT policy'));
    const entries = policies.flatMap(protectedMachinesOf).filter(({ machineId }) => same(machineId, azureId));
    return { policyIds: policies.map(({ id }) => id), jitPorts: clearPortsOf(entries) };
  },
});
