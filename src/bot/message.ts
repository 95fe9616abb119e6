// Somebody wrote to the bot: parse it, and do or answer what it says.
import type { Activity } from 'botbuilder';
import {
  cancelAnswer,
  helpAnswer,
  inventoryLoadingAnswer,
  myAccessAnswer,
  notUnderstoodAnswer,
  personUnknownAnswer,
  unknownWordsAnswer,
} from '../../cards/answers.ts';
import type { Asker } from '../access/broker.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import { viewOf } from '../domain/owed.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { setChannel } from './channel-command.ts';
import type { BotParts } from './parts.ts';

/** @returns what to answer in words; `undefined`: a card was shown instead. @throws Fault when the ledger is away. */
export async function answerMessage(
  parts: BotParts,
  said: Said,
  activity: Activity,
): Promise<string | undefined> {
  const { person } = said;
  const command = parseCommand(said.text);
  if (command.kind === 'help') return helpAnswer();
  if (command.kind === 'not-understood') return notUnderstoodAnswer(command.unknown);
  if (person === undefined) return personUnknownAnswer();
  switch (command.kind) {
    case 'my-access':
      return myAccess(parts, said, person);
    case 'cancel':
      return cancel(parts, said, person);
    case 'use-channel':
    case 'unset-channel':
      return setChannel(parts, said, person, command.kind === 'use-channel', activity);
    case 'request': {
      if (!parts.inventory.loaded) return inventoryLoadingAnswer();
      await parts.broker.ask(askerOf(said, person), command.wish);
      return command.unknown.length > 0 ? unknownWordsAnswer(command.unknown) : undefined;
    }
  }
}

const readerOf = (said: Said): AccessRequest['reader'] => ({
  timeZone: said.timeZone ?? 'UTC',
  locale: said.locale ?? 'en-GB',
});

const askerOf = (said: Said, person: Person): Asker => ({
  person,
  origin: { conversationId: said.conversationId, activityId: said.activityId },
  reader: readerOf(said),
});

async function myAccess({ broker, now, pace }: BotParts, said: Said, person: Person): Promise<string> {
  const requests = await broker.currentOf(person);
  const current = requests.map((request) => ({ request, key: viewOf(request, now(), pace) }));
  return myAccessAnswer(current, readerOf(said), now());
}

/** Drops the forms the person has not sent. What was sent cannot be taken back, and the answer says so. */
async function cancel({ broker, now }: BotParts, said: Said, person: Person): Promise<string> {
  const requests = await broker.currentOf(person);
  const drafts = requests.filter(({ state }) => state === 'draft');
  const answers = await Promise.all(drafts.map(({ id }) => broker.click(person, id, { verb: 'cancel' })));
  const dropped = answers.filter(({ kind }) => kind === 'moved').length;
  const running = requests.filter(({ state }) => ['approved', 'opening', 'open'].includes(state));
  return cancelAnswer({ dropped, running }, readerOf(said), now());
}
