// An admin pressed a button of a card that shows what is open beside JIT.
import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import { acknowledge, takeBack } from '../access/drift/acknowledging.ts';
import type { Person } from '../domain/person.ts';
import { errorAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import { refusedAdmin } from './admin-check.ts';
import { acknowledgedWords } from './drift-words.ts';
import type { BotParts } from './parts.ts';
import { readerOf } from './reader.ts';

/** Whether the verb is one of those cards'. */
export const isDriftVerb = (verb: string): boolean => verb.startsWith('drift-');

const number = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number);
const field = z.string().max(2000).default('');

const click = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('drift-acknowledge'), finding: number, until: field, reason: field }),
  z.object({ verb: z.literal('drift-take-back'), taken: number }),
]);

/** @throws Fault when the ledger is away */
export async function driftClick(parts: BotParts, person: Person, clicked: Clicked): Promise<InvokeResponse> {
  const read = click.safeParse({ ...clicked.data, verb: clicked.verb });
  if (!read.success) return errorAnswer('BadRequest', foreignButtonAnswer());
  const { data } = read;
  const refusal = await refusedAdmin(parts, person, 'drift', { what: data.verb });
  if (refusal !== undefined) return messageAnswer(refusal);
  const reader = readerOf(clicked);
  switch (data.verb) {
    case 'drift-acknowledge': {
      const { finding, until, reason } = data;
      const wish = { number: finding, until, reason, timeZone: reader.timeZone };
      return messageAnswer(acknowledgedWords(await acknowledge(parts, person, wish), finding, reader));
    }
    case 'drift-take-back':
      return messageAnswer(acknowledgedWords(await takeBack(parts, person, data.taken), data.taken, reader));
  }
}
