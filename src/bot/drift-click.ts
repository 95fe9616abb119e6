// An admin pressed a button of a card that shows what is open beside JIT.
import type { InvokeResponse } from 'botbuilder';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import type { Person } from '../domain/person.ts';
import { errorAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import type { BotParts } from './parts.ts';

/** Whether the verb is one of those cards'. */
export const isDriftVerb = (verb: string): boolean => verb.startsWith('drift-');

/** @throws Fault when the ledger is away */
export async function driftClick(
  _parts: BotParts,
  _person: Person,
  _clicked: Clicked,
): Promise<InvokeResponse> {
  return errorAnswer('BadRequest', foreignButtonAnswer());
}
