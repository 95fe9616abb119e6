// What somebody has, and taking back what was not granted yet.
import { cancelAnswer } from '../../cards/answers.ts';
import { myAccessCard, noAccessAnswer } from '../../cards/my-access.ts';
import { mostCurrent } from '../access/broker.ts';
import type { Message } from '../access/chat-ports.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { cardMessage, listedFor } from './listing.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

/** @throws Fault when the ledger is away */
export async function myAccess(parts: BotParts, said: Said, person: Person): Promise<Message | string> {
  const { broker, ledger, now } = parts;
  const [requests, allowances] = await Promise.all([
    broker.currentOf(person),
    ledger.allowancesFor(person.id, now()),
  ]);
  if (requests.length === 0 && allowances.length === 0) return noAccessAnswer();
  const listed = await listedFor(parts, person, requests);
  const complete = requests.length < mostCurrent;
  return cardMessage(myAccessCard(listed, readerOf(said), now(), allowances, complete));
}

/**
 * Drops the forms the person has not sent, and withdraws what waits for approvers. What was granted stays, and the answer
 * says so. @throws Fault
 */
export async function cancel(
  { broker, setupDesk, now }: BotParts,
  said: Said,
  person: Person,
): Promise<string> {
  const requests = await broker.currentOf(person);
  const drafts = requests.filter(({ state }) => state === 'draft');
  const pending = requests.filter(({ state }) => state === 'pending');
  const [dropped, withdrawn, setups] = await Promise.all([
    Promise.all(drafts.map(({ id }) => broker.drop(person, id))),
    Promise.all(pending.map(({ id }) => broker.withdraw(person, id))),
    setupDesk.cancelAll(person),
  ]);
  const moved = (answers: readonly { readonly kind: string }[]) =>
    answers.filter(({ kind }) => kind === 'moved').length;
  const running = requests.filter(({ state }) => ['approved', 'opening', 'open'].includes(state));
  const result = { dropped: moved(dropped) + setups, withdrawn: moved(withdrawn), running };
  return cancelAnswer(result, readerOf(said), now());
}
