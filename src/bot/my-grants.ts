// Somebody writes that they are done, or want more time: which grant of theirs they mean, and then the use case.
import { extendTimeAnswer, nothingOpenAnswer } from '../../cards/life-answers.ts';
import { chooseGrantCard } from '../../cards/my-access.ts';
import type { Message } from '../access/chat-ports.ts';
import { type AccessRequest, type Open, sentOf } from '../domain/access-request.ts';
import type { Command } from '../domain/command/command.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { boundedTime } from './extend-time.ts';
import { doneWords, extendWords } from './life-answers.ts';
import { cardMessage, listedFor } from './listing.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

type DoneCommand = Extract<Command, { kind: 'done' }>;
type ExtendCommand = Extract<Command, { kind: 'extend' }>;

/** The one open grant that fits is ended; of several they choose. @throws Fault when the ledger is away */
export async function done(
  parts: BotParts,
  said: Said,
  person: Person,
  command: DoneCommand,
): Promise<Message | string> {
  const { life, now } = parts;
  const reader = readerOf(said);
  const { open, others } = await meant(parts, person, command);
  const [only, another] = open;
  if (only === undefined) return nothingOpenAnswer('done', command, others, reader, now());
  if (another !== undefined)
    return cardMessage(chooseGrantCard('done', await listedFor(parts, person, open, []), reader, now()));
  // What fits is their own, so that it does not matter who is an admin.
  const answer = await life.done({ person, admin: false }, only.id);
  return doneWords(answer, { personId: person.id, reader, now: now() });
}

/** As `done`; without a time they choose that as well. @throws Fault when the ledger is away */
export async function extend(
  parts: BotParts,
  said: Said,
  person: Person,
  command: ExtendCommand,
): Promise<Message | string> {
  const { life, now } = parts;
  const reader = readerOf(said);
  const time = command.seconds === undefined ? undefined : boundedTime(command.seconds);
  if (time?.ok === false) return extendTimeAnswer(time.why, '', time.limit);
  const { open, others } = await meant(parts, person, command);
  const [only, another] = open;
  if (only === undefined) return nothingOpenAnswer('extend', command, others, reader, now());
  if (time === undefined || another !== undefined) {
    const listed = await listedFor(parts, person, open, time && [time.seconds]);
    return cardMessage(chooseGrantCard('extend', listed, reader, now()));
  }
  const answer = await life.extend(person, only.id, time.seconds, said.activityId);
  return extendWords(answer, time.seconds, { personId: person.id, reader, now: now() });
}

/** Open grants that fit what they said; where there are none, what else they may have thought of. */
async function meant(
  { broker }: BotParts,
  person: Person,
  { machine, ports }: DoneCommand | ExtendCommand,
): Promise<{ readonly open: readonly Open[]; readonly others: readonly AccessRequest[] }> {
  const current = await broker.currentOf(person);
  const fitting = current.filter((request) => {
    const terms = sentOf(request)?.terms;
    const named = machine === undefined || terms?.machine.name.toLowerCase() === machine.toLowerCase();
    return terms !== undefined && named && (ports === undefined || ports.includes(terms.port));
  });
  const running = current.filter((request) => request.state === 'open');
  return {
    open: fitting
      .filter((request) => request.state === 'open')
      .filter((request) => request.done === undefined),
    others: fitting.length > 0 ? fitting : running,
  };
}
