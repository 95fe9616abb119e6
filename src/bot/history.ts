// An admin asks what the audit trail has on a machine or a person.
import type { TurnContext } from 'botbuilder';
import { historyAnswer, historyUnclearAnswer } from '../../cards/history-answer.ts';
import type { AuditRow, HistorySubject } from '../access/ledger-port.ts';
import type { Person } from '../domain/person.ts';
import type { PolicyInForce } from '../domain/policy/access-policy.ts';
import type { Said } from '../teams/said.ts';
import { refusedAdmin } from './admin-check.ts';
import type { BotParts } from './parts.ts';
import { personMeant } from './people.ts';
import { readerOf } from './reader.ts';

const mostRead = 300;

/** Of no use to somebody who wants to know who did what; the export has them. */
const behindTheScenes: ReadonlySet<string> = new Set([
  'asked-again',
  'card-shown',
  'decision-card-shown',
  'decision-viewed',
  'form-kept',
  // That it opened, or failed, is the news.
  'initiate-accepted',
  'initiate-sent',
  'looked',
  // What came of it is the news.
  'setup-ended',
  'setup-writing',
  'told',
]);

/** For admins; a refusal is noted for everybody else. @throws Fault when the ledger is away */
export async function history(
  parts: BotParts,
  said: Said,
  person: Person,
  about: string,
  context: TurnContext,
): Promise<string> {
  const { ledger, inventory, knowledge, now, log } = parts;
  const refused = await refusedAdmin(parts, person, 'history', { about });
  if (refused !== undefined) return refused;
  const machines = inventory.byName(about);
  if (machines.length > 1) return historyUnclearAnswer(about, machines.length);
  const [machine] = machines;
  if (machine !== undefined) return answer({ machineId: machine.id }, machine.name);
  const meant = await personMeant(about, said, knowledge.policy(), context, log);
  if (meant === undefined) return historyUnclearAnswer(about, 0);
  return answer({ personId: meant.id }, meant.name === '' ? meant.id : meant.name);

  async function answer(subject: HistorySubject, name: string): Promise<string> {
    const rows = await ledger.history(subject, mostRead);
    const shown = rows.filter(({ kind }) => !behindTheScenes.has(kind));
    const names = namesOf(rows, knowledge.policy());
    const named = shown.map((row) => {
      const actorName = names.get(row.actor);
      return actorName === undefined ? row : { ...row, actorName };
    });
    return historyAnswer(named, readerOf(said), now(), name);
  }
}

/** Names by object id: of requesters as they were then, of others as the access policy calls them. */
function namesOf(rows: readonly AuditRow[], inForce: PolicyInForce): ReadonlyMap<string, string> {
  const people = inForce.kind === 'in-force' ? inForce.policy.people : [];
  const requesters = rows.flatMap(({ kind, actor, requesterName }) =>
    requesterName !== undefined && ['asked', 'requested'].includes(kind)
      ? [[actor, requesterName] as const]
      : [],
  );
  return new Map([...people.map(({ id, name }) => [id, name] as const), ...requesters]);
}
