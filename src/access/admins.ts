// Who administers the bot: asked at every command and click of an admin, never remembered.
import type { PolicyInForce, RequesterParty } from '../domain/policy/access-policy.ts';
import type { Directory } from './directory-ports.ts';
import type { PolicySource } from './policy-port.ts';

export interface Admins {
  /** `undefined`: it could not be found out, and unknown is not yes. Never rejects. @param personId Entra object id, lower case */
  isAdmin(personId: string): Promise<boolean | undefined>;
}

interface Parts {
  /** Those of the settings: Entra object ids, lower case. */
  readonly named: readonly string[];
  readonly policySource: Pick<PolicySource, 'current'>;
  readonly directory: Pick<Directory, 'memberOf'>;
}

/**
 * Those whom the settings name, or the access policy in force; without a policy, those of the settings alone. Groups are
 * asked of the directory afresh each time: who was taken out of one is no admin any more.
 */
export function createAdmins({ named, policySource, directory }: Parts): Admins {
  return {
    async isAdmin(personId) {
      const parties = adminsIn(policySource.current());
      const isNamed = parties.some(({ kind, id }) => kind === 'person' && id === personId);
      if (named.includes(personId) || isNamed) return true;
      const groups = [...new Set(parties.flatMap(({ kind, id }) => (kind === 'group' ? [id] : [])))];
      if (groups.length === 0) return false;
      const memberOf = await directory
        .memberOf(personId, groups, true)
        .catch(() => new Map<string, undefined>());
      const answers = groups.map((id) => memberOf.get(id));
      if (answers.includes(true)) return true;
      return answers.includes(undefined) ? undefined : false;
    },
  };
}

const adminsIn = (inForce: PolicyInForce): readonly RequesterParty[] =>
  inForce.kind === 'in-force' ? (inForce.policy.admins ?? []) : [];
