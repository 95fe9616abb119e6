// Plans of Defender for Servers: what a subscription has, and whether just-in-time access is sold with it.
import type { DefenderPlan, World } from './world.ts';

const usual: DefenderPlan = {
  pricingTier: 'Standard',
  subPlan: 'P2',
  enforce: 'False',
  extensions: [
    { name: 'MdeDesignatedSubscription', isEnabled: 'False' },
    {
      name: 'AgentlessVmScanning',
      isEnabled: 'True',
      additionalExtensionProperties: { ExclusionTags: '[]' },
    },
  ],
};

/** The plan of a subscription. Subscriptions of an estate that says nothing have plan 2. */
export const planOf = (world: World, subscriptionId: string): DefenderPlan =>
  world.plans?.[subscriptionId.toLowerCase()] ?? usual;

/** Plan 2, and Standard from before there were two plans. */
export const hasJit = ({ pricingTier, subPlan }: DefenderPlan): boolean =>
  pricingTier === 'Standard' && (subPlan === undefined || subPlan === 'P2');
