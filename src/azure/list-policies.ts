// All JIT policies of a subscription, with the rights that a custom role can give.
import type { JitNetworkAccessPolicy } from '@azure/arm-security';
import { Fault } from '../access/fault.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import { allPages } from './all-pages.ts';
import type { Arm } from './arm.ts';

/** Regions asked at the same time. */
const atOnce = 8;

/**
 * One call for the subscription where the bot may make it (Reader may). What that call needs is in no list of Azure's, so that
 * no custom role can name it: where it is forbidden, the policies are asked for region by region, which one can.
 * @param regions where to ask then, such as `westeurope` or `West Europe`: policies elsewhere are not found
 * @param take as of `allPages`
 * @throws Fault; `forbidden` names the right that a custom role can give
 */
export async function listJitPolicies<Taken>(
  arm: Arm,
  subscriptionId: string,
  regions: () => Promise<readonly string[]>,
  take: (page: readonly JitNetworkAccessPolicy[]) => readonly Taken[],
): Promise<readonly Taken[]> {
  const { jitNetworkAccessPolicies: client } = arm.security(subscriptionId);
  try {
    return await allPages(() => client.list(), take);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'forbidden' || error.permission === undefined)
      throw error;
  }
  const names = new Set((await regions()).map((region) => region.toLowerCase().replaceAll(' ', '')));
  const lists = await fewAtOnce([...names], atOnce, (name) =>
    allPages(() => client.listByRegion(name), take),
  );
  return lists.flat();
}
