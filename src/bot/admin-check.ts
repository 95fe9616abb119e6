// Whether the person who wrote or clicked is an admin at this moment; a refusal is written down.
import { type AdminWork, adminUnknownAnswer, notAdminAnswer } from '../../cards/channel-answers.ts';
import type { Person } from '../domain/person.ts';
import type { BotParts } from './parts.ts';

/** What it takes to ask. */
export interface AdminParts extends Pick<BotParts, 'admins' | 'now'> {
  readonly ledger: Pick<BotParts['ledger'], 'note'>;
}

/**
 * @param what they wanted to do; the audit entry of a refusal is `<what>-refused`, of a channel's purpose `channel-refused`
 * @param facts of that entry; where it could not be found out, `admin: unknown` is added
 * @returns why not; `undefined`: they are one. @throws Fault when the ledger is away
 */
export async function refusedAdmin(
  { admins, ledger, now }: AdminParts,
  person: Person,
  what: AdminWork,
  facts: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const is = await admins.isAdmin(person.id);
  if (is === true) return undefined;
  const unknown = is === undefined && { admin: 'unknown' };
  await ledger.note({
    at: now(),
    actor: person.id,
    kind: `${isPurpose(what) ? 'channel' : what}-refused`,
    facts: { ...facts, ...unknown },
  });
  return is === undefined ? adminUnknownAnswer() : notAdminAnswer(what);
}

const isPurpose = (what: AdminWork): boolean =>
  what === 'on-call' || what === 'approvals' || what.startsWith('approvals/');
