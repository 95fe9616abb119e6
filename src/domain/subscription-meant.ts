// Which subscription somebody means, by its id or its name.
import { isGuid } from './guid.ts';
import type { Machine } from './machine.ts';
import { sameName } from './policy/fold.ts';
import { plainSpelling, remotenessFrom } from './spelling.ts';

type Subscription = Machine['subscription'];

/** `several`: of one name. `none`: with the nearest there are, best first. */
export type SubscriptionMeant =
  | { readonly kind: 'one'; readonly subscription: Subscription }
  | { readonly kind: 'several'; readonly subscriptions: readonly Subscription[] }
  | { readonly kind: 'none'; readonly near: readonly Subscription[] };

const nearShown = 3;
const mostSearched = 1000;

/**
 * By exact id, then by name as typed, then by name without regard to case. A whole id (a GUID) means the id only: whoever
 * may rename a subscription chooses its name.
 */
export function subscriptionMeant(typed: string, subscriptions: readonly Subscription[]): SubscriptionMeant {
  const wanted = typed.replace(/\p{Cf}/gu, '').trim();
  const byId = subscriptions.find(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  if (byId !== undefined) return { kind: 'one', subscription: byId };
  if (isGuid(wanted)) return { kind: 'none', near: [] };
  const exact = subscriptions.filter(({ name }) => name === wanted);
  const named = exact.length > 0 ? exact : subscriptions.filter(({ name }) => sameName(name, wanted));
  const [only, another] = named;
  if (only !== undefined)
    return another === undefined
      ? { kind: 'one', subscription: only }
      : { kind: 'several', subscriptions: named };
  return { kind: 'none', near: nearest(wanted, subscriptions) };
}

function nearest(typed: string, subscriptions: readonly Subscription[]): readonly Subscription[] {
  const remoteness = remotenessFrom(plainSpelling(typed));
  return subscriptions
    .slice(0, mostSearched)
    .map((subscription) => ({ subscription, far: remoteness(plainSpelling(subscription.name)) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, nearShown)
    .map(({ subscription }) => subscription);
}
