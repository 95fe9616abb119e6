// What the bot may do in Azure, held against what it is set up to do.
import type { Machine } from '../domain/machine.ts';

/** What the code does in Azure, by what people would call it. Each needs rights of its own (src/azure/actions.ts). */
export const features = [
  'list',
  'tags',
  'ask',
  'watch',
  'status',
  'drift',
  'rights',
  'revoke',
  'setup',
  'defender',
] as const;
export type Feature = (typeof features)[number];

/** A right that is missing. */
export interface MissingRight {
  /** The Azure action, such as `Microsoft.Security/pricings/write`. */
  readonly action: string;
  /** What does not work without it; empty: all goes on, as `without` says. */
  readonly features: readonly Feature[];
  /** Sentences on how the rest goes on. */
  readonly without: readonly string[];
}

/** What was found out. `unknown` is not "all there": `why` is a sentence that is safe to show. */
export type RightsSeen =
  | {
      readonly kind: 'known';
      readonly missing: readonly MissingRight[];
      /** The roles of infra/roles that have what is missing: such as `JIT Access bot with setup`. */
      readonly roles: readonly RoleName[];
    }
  | { readonly kind: 'unknown'; readonly why: string };

export interface RoleName {
  readonly name: string;
  /** Path in this repository. */
  readonly file: string;
}

/** The rights of one subscription. */
export interface SubscriptionRights {
  readonly subscription: Machine['subscription'];
  readonly seen: RightsSeen;
}

/** Asks Azure what the bot may do. Roles at resource groups do not show at their subscription: they count as missing. */
export interface Rights {
  /** What these features lack in a subscription, asked afresh. Never rejects. @param subscriptionId as in ARM ids */
  missingFor(wanted: readonly Feature[], subscriptionId: string): Promise<RightsSeen>;
  /** The same for each subscription that is set up, or that Azure shows. @throws Fault when it cannot be said which these are */
  look(wanted: readonly Feature[]): Promise<readonly SubscriptionRights[]>;
  /** Where a call was refused for want of an action: the roles of infra/roles that have it, without asking anybody. */
  rolesWith(action: string): readonly RoleName[];
}

/** What the bot does as it is set up. Looking, telling and `audit ports` are always there. */
export function featuresOn(settings: {
  readonly revoke: boolean;
  readonly setup: boolean;
}): readonly Feature[] {
  return features.filter((feature) => {
    if (feature === 'revoke') return settings.revoke;
    if (feature === 'setup' || feature === 'defender') return settings.setup;
    return true;
  });
}
