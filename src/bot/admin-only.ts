// What only admins may do: anybody else is told so, and it is noted.
import { type AdminWork, adminUnknownAnswer, notAdminAnswer } from '../../cards/channel-answers.ts';
import type { AuditEntry } from '../domain/audit.ts';
import type { Person } from '../domain/person.ts';
import type { BotParts } from './parts.ts';

/**
 * @param what they wanted to do
 * @param kind of the audit entry that a refusal is
 * @returns what to answer; `undefined`: they are an admin. @throws Fault when the ledger is away
 */
export async function refusedToOthers(
  { admins, ledger, now }: Pick<BotParts, 'admins' | 'ledger' | 'now'>,
  person: Person,
  what: AdminWork,
  { kind, facts }: Pick<AuditEntry, 'kind' | 'facts'>,
): Promise<string | undefined> {
  const admin = await admins.isAdmin(person.id);
  if (admin === true) return undefined;
  const unknown = admin === undefined && { admin: 'unknown' };
  await ledger.note({ at: now(), actor: person.id, kind, facts: { ...facts, ...unknown } });
  return admin === undefined ? adminUnknownAnswer() : notAdminAnswer(what);
}
