// Whether a rule is about a machine, a port and a person: yes, no, or it could not be found out.
import type { MachinePattern, RequesterParty, When } from './access-policy.ts';
import { sameName } from './fold.ts';
import { globMatches } from './glob.ts';
import type { Known, MachineFacts, PersonFacts } from './question.ts';

/** How a rule looks at what does not depend on source and time; `because` is what says no, or what is not known. */
export type Match =
  | { readonly known: true }
  | { readonly known: false; readonly because: 'machine' | 'port' | 'requester' }
  | { readonly known: undefined; readonly because: 'machine' | 'requester' };

/** Whether the rule is about this machine, port and person. One sure no outweighs everything that is not known. */
export function matchOf(
  when: When,
  about: { readonly requester: PersonFacts; readonly machine: MachineFacts; readonly port: number },
): Match {
  const machine = anyKnown(when.machines?.map((pattern) => machineMatches(pattern, about.machine)));
  if (machine === false) return { known: false, because: 'machine' };
  const port = when.ports === undefined || when.ports.includes(about.port);
  if (!port) return { known: false, because: 'port' };
  const requester = anyKnown(when.requesters?.map((party) => isParty(party, about.requester)));
  if (requester === false) return { known: false, because: 'requester' };
  if (machine === undefined) return { known: undefined, because: 'machine' };
  if (requester === undefined) return { known: undefined, because: 'requester' };
  return { known: true };
}

/** Whether one of several holds; without a list (nothing is asked) it does. */
export function anyKnown(each: readonly Known[] | undefined): Known {
  if (each === undefined || each.includes(true)) return true;
  return each.includes(undefined) ? undefined : false;
}

const allKnown = (each: readonly Known[]): Known => {
  if (each.includes(false)) return false;
  return each.includes(undefined) ? undefined : true;
};

/** Whether `person` is the person, or in the group. */
export const isParty = (party: RequesterParty, person: PersonFacts): Known =>
  party.kind === 'person' ? party.id === person.id : person.groups.get(party.id);

function machineMatches(pattern: MachinePattern, machine: MachineFacts): Known {
  const { name, resourceGroup, subscription, tags } = pattern;
  return allKnown([
    name === undefined || globMatches(name, machine.name),
    resourceGroup === undefined || known(machine.resourceGroup, (group) => globMatches(resourceGroup, group)),
    subscription === undefined || subscriptionMatches(subscription, machine.subscription ?? {}),
    ...Object.entries(tags ?? {}).map(([tag, value]) =>
      known(machine.tags, (carried) => carriesTag(carried, tag, value)),
    ),
  ]);
}

const wholeId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
// What no id can match is no question of the id: ids are hexadecimal.
const partOfId = /^[\da-f*?-]*$/i;

/** Whoever may rename a subscription chooses its name, so a pattern that is a whole id is not held against it. */
function subscriptionMatches(
  pattern: string,
  { id, name }: NonNullable<MachineFacts['subscription']>,
): Known {
  const byName = wholeId.test(pattern) ? false : known(name, (text) => globMatches(pattern, text));
  const byId = partOfId.test(pattern) ? known(id, (text) => globMatches(pattern, text)) : false;
  return anyKnown([byName, byId]);
}

const known = <T>(fact: T | undefined, holds: (fact: T) => boolean): Known =>
  fact === undefined ? undefined : holds(fact);

// Azure takes tag names without regard to case:
// https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
const carriesTag = (tags: Readonly<Record<string, string>>, name: string, value: string): boolean =>
  Object.entries(tags).some(([tag, carried]) => sameName(tag, name) && globMatches(value, carried));
