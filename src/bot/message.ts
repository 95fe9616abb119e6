// Somebody wrote to the bot: parse it, and do or answer what it says.
import type { TurnContext } from 'botbuilder';
import {
  helpAnswer,
  inventoryLoadingAnswer,
  notUnderstoodAnswer,
  personUnknownAnswer,
  unknownWordsAnswer,
  usageAnswer,
} from '../../cards/answers.ts';
import type { Message } from '../access/chat-ports.ts';
import type { Command } from '../domain/command/command.ts';
import { parseCommand } from '../domain/command/parse-command.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { allow } from './allow.ts';
import { askerOf } from './asker-of.ts';
import { setChannel } from './channel-command.ts';
import { drift } from './drift.ts';
import { history } from './history.ts';
import { jitStatus } from './jit-status.ts';
import { done, extend } from './my-grants.ts';
import { cancel, myAccess } from './my-requests.ts';
import type { BotParts } from './parts.ts';
import { setUp } from './setup.ts';
import { status } from './status.ts';
import { whoAnywhere, whoOn } from './who.ts';
import { why } from './why.ts';

/** @returns what to answer; `undefined`: the request's card was shown instead. @throws Fault when the ledger is away. */
export async function answerMessage(
  parts: BotParts,
  said: Said,
  context: TurnContext,
): Promise<Message | string | undefined> {
  const { person } = said;
  const command = commandIn(said);
  if (command.kind === 'help') return helpAnswer();
  if (command.kind === 'not-understood') return notUnderstoodAnswer(command.unknown);
  if (command.kind === 'usage') return usageAnswer(command.of);
  if (person === undefined) return personUnknownAnswer();
  switch (command.kind) {
    case 'my-access':
      return myAccess(parts, said, person);
    case 'done':
      return done(parts, said, person, command);
    case 'extend':
      return parts.inventory.loaded ? extend(parts, said, person, command) : inventoryLoadingAnswer();
    case 'who':
      if (command.machine === undefined) return whoAnywhere(parts, said, person);
      return parts.inventory.loaded ? whoOn(parts, said, person, command.machine) : inventoryLoadingAnswer();
    case 'cancel':
      return cancel(parts, said, person);
    case 'use-channel':
    case 'unset-channel':
      return setChannel(parts, said, person, command, context);
    case 'acknowledge':
      return drift(parts, said, person, command);
    case 'jit-status':
      return parts.inventory.loaded ? jitStatus(parts, said, person, command) : inventoryLoadingAnswer();
    case 'audit-ports':
      return parts.inventory.loaded ? drift(parts, said, person, command) : inventoryLoadingAnswer();
    case 'defender-on':
    case 'enable-jit':
    case 'configure-jit':
    case 'disable-jit':
      return parts.inventory.loaded ? setUp(parts, said, person, command) : inventoryLoadingAnswer();
    case 'why':
    case 'allow':
    case 'history':
    case 'status':
    case 'request':
      // Each of these names a machine, and before they are known nothing may be said about one.
      return parts.inventory.loaded
        ? aboutMachine(parts, said, person, command, context)
        : inventoryLoadingAnswer();
  }
}

/** People are found by their mentions in what only makes sense with people; everywhere else a mention is a name. */
function commandIn(said: Said): Command {
  const marked = parseCommand(said.marked);
  const aboutPeople = ['allow', 'history', 'usage'].includes(marked.kind);
  // Nearly every message mentions nobody.
  return aboutPeople || said.text === said.marked ? marked : parseCommand(said.text);
}

async function aboutMachine(
  parts: BotParts,
  said: Said,
  person: Person,
  command: Extract<Command, { kind: 'why' | 'allow' | 'history' | 'status' | 'request' }>,
  context: TurnContext,
): Promise<Message | string | undefined> {
  switch (command.kind) {
    case 'why':
      return why(parts, said, person, command);
    case 'allow':
      return allow(parts, said, person, command, context);
    case 'history':
      return history(parts, said, person, command.about, context);
    case 'status':
      return status(parts, said, person, command);
    case 'request':
      await parts.broker.ask(askerOf(said, person), command.wish, command.unknown);
      return command.unknown.length > 0 ? unknownWordsAnswer(command.unknown) : undefined;
  }
}
