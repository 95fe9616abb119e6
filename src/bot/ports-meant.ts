// What `audit ports of …` is about: everything, a subscription, or machines by name or pattern.
import type { MachineList } from '../access/setup-ports.ts';
import { type Finding, namesOf, subscriptionOf } from '../domain/drift/finding.ts';
import type { Machine } from '../domain/machine.ts';
import { sameName } from '../domain/policy/fold.ts';
import { globMatches } from '../domain/policy/glob.ts';

export interface PortsMeant {
  /** Whether a machine or subscription is called so; what is left of one may be all the same. */
  readonly known: boolean;
  /** To be looked at. */
  readonly subscriptions: readonly Machine['subscription'][];
  isAbout(finding: Finding): boolean;
}

/** @param typed left out: everything */
export function portsMeant(typed: string | undefined, machines: MachineList): PortsMeant {
  const subscriptions = machines.subscriptions();
  if (typed === undefined) return { known: true, subscriptions, isAbout: () => true };
  const named = subscriptions.filter(({ id, name }) => sameName(id, typed) || sameName(name, typed));
  const ids = new Set(named.map(({ id }) => id));
  if (ids.size > 0)
    return {
      known: true,
      subscriptions: named,
      isAbout: (finding) => ids.has(subscriptionOf(finding).id),
    };
  const matching = machines.all().filter(({ name }) => globMatches(typed, name));
  const theirs = new Set(matching.map(({ subscription }) => subscription.id));
  return {
    known: matching.length > 0,
    subscriptions: subscriptions.filter(({ id }) => matching.length === 0 || theirs.has(id)),
    isAbout: (finding) => namesOf(finding).some((name) => globMatches(typed, name)),
  };
}
