// Who has access now: to a machine, for everybody who asks; to all of them, for admins.
import { noMachineAnswer } from '../../cards/machine-answers.ts';
import { whoCard, whoNobodyAnswer } from '../../cards/who-answers.ts';
import type { Message } from '../access/chat-ports.ts';
import { choiceOf } from '../domain/machine.ts';
import { inPlace, nameIn } from '../domain/machine-pattern.ts';
import type { Person } from '../domain/person.ts';
import type { Said } from '../teams/said.ts';
import { refusedAdmin } from './admin-check.ts';
import { cardMessage, listedFor } from './listing.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

const nearestShown = 3;
/** What is overdue is old, and must not be hidden behind what is new. */
const mostRead = 1000;
/** Machines of one name, in different groups. */
const mostMachines = 20;

/** To one machine. The inventory must be loaded. @throws Fault when the ledger is away */
export async function whoOn(
  parts: BotParts,
  said: Said,
  person: Person,
  name: string,
): Promise<Message | string> {
  const { inventory, ledger, now } = parts;
  const named = inPlace(name, inventory.byName(nameIn(name)));
  const machines = named.slice(0, mostMachines);
  const beyond = named.length - machines.length;
  if (machines.length === 0)
    return noMachineAnswer(name, inventory.nearest(nameIn(name), nearestShown).map(choiceOf));
  const found = await Promise.all(machines.map(({ id }) => ledger.grants(id, mostRead)));
  const grants = found.flat();
  const choices = machines.map(choiceOf);
  if (grants.length === 0) return whoNobodyAnswer(choices, beyond);
  const complete = found.every(({ length }) => length < mostRead);
  const listed = await listedFor(parts, person, grants);
  return cardMessage(whoCard(listed, choices, complete, readerOf(said), now(), beyond));
}

/** To all machines; a refusal is noted for everybody but admins. @throws Fault when the ledger is away */
export async function whoAnywhere(parts: BotParts, said: Said, person: Person): Promise<Message | string> {
  const { ledger, now } = parts;
  const refused = await refusedAdmin(parts, person, 'who', {});
  if (refused !== undefined) return refused;
  const grants = await ledger.grants(undefined, mostRead);
  if (grants.length === 0) return whoNobodyAnswer();
  const listed = await listedFor(parts, person, grants);
  return cardMessage(whoCard(listed, undefined, grants.length < mostRead, readerOf(said), now()));
}
