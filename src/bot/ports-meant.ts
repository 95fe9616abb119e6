// What `audit ports of …` is about: everything, a subscription, or machines by name or pattern.
import type { MachineList } from '../access/setup-ports.ts';
import { type Finding, subscriptionOf } from '../domain/drift/finding.ts';
import type { Machine } from '../domain/machine.ts';
import { machinesMatching } from '../domain/machine-pattern.ts';
import { subscriptionMeant } from '../domain/subscription-meant.ts';

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
  const meant = subscriptionMeant(typed, subscriptions);
  if (meant.kind !== 'none') {
    const those = meant.kind === 'one' ? [meant.subscription] : meant.subscriptions;
    const ids = new Set(those.map(({ id }) => id));
    return {
      known: true,
      subscriptions: those,
      isAbout: (finding) => ids.has(subscriptionOf(finding).id),
    };
  }
  const theirs = new Set(machinesMatching(typed, machines.all()).map(({ subscription }) => subscription.id));
  return {
    known: theirs.size > 0,
    // What is left of a machine may be anywhere.
    subscriptions: subscriptions.filter(({ id }) => theirs.size === 0 || theirs.has(id)),
    isAbout: (finding) => machinesMatching(typed, [placedIn(finding)]).length > 0,
  };
}

/** What is left of a machine goes by its name, or by that of the NSG. */
function placedIn(finding: Finding) {
  if (finding.kind !== 'leftover') return finding.machine;
  const { subscription, resourceGroup, what } = finding;
  return { subscription, resourceGroup, name: what.kind === 'entry' ? what.machine : what.rule.nsg };
}
