// Whether the person who wrote or clicked is an admin at this moment; a refusal is written down.
import { adminUnknownAnswer, notAdminAnswer } from '../../cards/channel-answers.ts';
import type { Person } from '../domain/person.ts';
import type { BotParts } from './parts.ts';

/**
 * @param facts of the audit entry `<kind>-refused`
 * @returns why not; `undefined`: they are one. @throws Fault when the ledger is away
 */
export async function refusedAdmin(
  { admins, ledger, now }: Pick<BotParts, 'admins' | 'ledger' | 'now'>,
  person: Person,
  kind: 'setup' | 'jit-status' | 'drift',
  facts: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const is = await admins.isAdmin(person.id);
  if (is === true) return undefined;
  await ledger.note({ at: now(), actor: person.id, kind: `${kind}-refused`, facts });
  return is === undefined ? adminUnknownAnswer() : notAdminAnswer(kind);
}
