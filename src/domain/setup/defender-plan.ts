// The plan of Defender for Servers of a subscription (`Microsoft.Security/pricings/VirtualMachines`).

/** As Azure writes it. Both are open strings; known are the tiers `Free` and `Standard` and the plans `P1` and `P2`. */
export interface DefenderPlan {
  readonly tier: string;
  readonly subPlan?: string;
}

/** Just-in-time access is sold with plan 2 only. Without a plan's name, Standard is what was sold before there were two. */
export function sellsJit({ tier, subPlan }: DefenderPlan): boolean | undefined {
  if (/^free$/i.test(tier)) return false;
  if (!/^standard$/i.test(tier)) return undefined;
  if (subPlan === undefined || /^p2$/i.test(subPlan)) return true;
  return /^p1$/i.test(subPlan) ? false : undefined;
}
