// Who is on call right now, by the access policy in force.
import type { Person } from '../domain/person.ts';
import type { NamedPerson } from '../domain/policy/access-policy.ts';
import { onDuty } from '../domain/policy/on-duty.ts';
import type { Instant } from '../domain/time.ts';
import type { Rosters } from './directory-ports.ts';
import type { PolicySource } from './policy-port.ts';

export interface OnDuty {
  /** Nobody: the policy does not say who, or there is none. */
  now(): readonly NamedPerson[];
}

/** Asks the policy in force each time: who is on call changes with the hour, and with the file. */
export const createOnDuty = (policySource: Pick<PolicySource, 'current'>, now: () => Instant): OnDuty => ({
  now() {
    const inForce = policySource.current();
    const onCall = inForce.kind === 'in-force' ? inForce.policy.onCall : undefined;
    return onCall === undefined ? [] : onDuty(onCall, now());
  },
});

type Roster = Awaited<ReturnType<Rosters['membersOf']>>;

/** The people under the names that a roster has for them; who is not in it, or all where it is not known, under their own. */
export const knownAs = (people: readonly Person[], roster: Roster): readonly Person[] =>
  people.map(({ id, name }) => {
    const known = roster?.find((member) => member.id === id)?.name.trim() ?? '';
    return { id, name: known === '' ? name : known };
  });

/** Those whom Teams would notify in a conversation: of people who are not there it refuses the whole message. */
export async function mentionable(
  people: readonly Person[],
  conversationId: string,
  rosters: Rosters,
): Promise<readonly Person[]> {
  if (people.length === 0) return [];
  const roster = await rosters.membersOf(conversationId, false);
  const there = people.filter(({ id }) => roster === undefined || roster.some((member) => member.id === id));
  return knownAs(there, roster);
}
