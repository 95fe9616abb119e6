// What somebody has, and taking back what was not granted yet.
import { cancelAnswer, myAccessAnswer } from '../../cards/answers.ts';
import type { Person } from '../domain/person.ts';
import { viewOf } from '../domain/view.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

/** @throws Fault when the ledger is away */
export async function myAccess(
  { broker, ledger, now, pace }: BotParts,
  said: Said,
  person: Person,
): Promise<string> {
  const [requests, allowances] = await Promise.all([
    broker.currentOf(person),
    ledger.allowancesFor(person.id, now()),
  ]);
  const current = requests.map((request) => ({ request, key: viewOf(request, now(), pace) }));
  return myAccessAnswer(current, readerOf(said), now(), allowances);
}

/**
 * Drops the forms the person has not sent, and withdraws what waits for approvers. What was granted cannot be taken
 * back, and the answer says so. @throws Fault
 */
export async function cancel({ broker, now }: BotParts, said: Said, person: Person): Promise<string> {
  const requests = await broker.currentOf(person);
  const drafts = requests.filter(({ state }) => state === 'draft');
  const pending = requests.filter(({ state }) => state === 'pending');
  const [dropped, withdrawn] = await Promise.all([
    Promise.all(drafts.map(({ id }) => broker.drop(person, id))),
    Promise.all(pending.map(({ id }) => broker.withdraw(person, id))),
  ]);
  const moved = (answers: readonly { readonly kind: string }[]) =>
    answers.filter(({ kind }) => kind === 'moved').length;
  const running = requests.filter(({ state }) => ['approved', 'opening', 'open'].includes(state));
  const result = { dropped: moved(dropped), withdrawn: moved(withdrawn), running };
  return cancelAnswer(result, readerOf(said), now());
}
