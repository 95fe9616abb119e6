// An admin pressed a button of a card that sets JIT up.
import type { InvokeResponse } from 'botbuilder';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import type { Person } from '../domain/person.ts';
import { errorAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import type { BotParts } from './parts.ts';

/** Whether the verb is one of those cards'. */
export const isSetupVerb = (verb: string): boolean => verb.startsWith('setup-');

/** @throws Fault when the ledger is away */
export async function setupClick(
  _parts: BotParts,
  _person: Person,
  _clicked: Clicked,
): Promise<InvokeResponse> {
  return errorAnswer('BadRequest', foreignButtonAnswer());
}
