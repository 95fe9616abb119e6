// Whom a sentence means: somebody it mentions, or a name of the access policy's file.
import type { TurnContext } from 'botbuilder';
import type { Log } from '../access/log-port.ts';
import type { Person } from '../domain/person.ts';
import type { PolicyInForce } from '../domain/policy/access-policy.ts';
import { personMentioned } from '../teams/person-of.ts';
import type { Said } from '../teams/said.ts';

/**
 * @param typed `@2` for the second person mentioned, a name of `people` in the access policy, or an Entra object id
 * @returns `undefined`: it names nobody, or Teams did not say who it is
 */
export async function personMeant(
  typed: string,
  said: Said,
  policy: PolicyInForce,
  context: TurnContext,
  log: Log,
): Promise<Person | undefined> {
  const mention = /^@(\d{1,2})$/.exec(typed);
  if (mention !== null) {
    const mentioned = said.mentioned[Number(mention[1]) - 1];
    return mentioned && personMentioned(context, mentioned.teamsId, log);
  }
  const name = typed.replace(/^@[\u200b]?/, '').toLowerCase();
  const people = policy.kind === 'in-force' ? policy.policy.people : [];
  const named = people.find((each) => each.name.toLowerCase() === name);
  if (named !== undefined) return { id: named.id, name: named.name };
  return objectId.test(name) ? { id: name, name: '' } : undefined;
}

const objectId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
