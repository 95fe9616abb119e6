// Somebody pressed a button of a card. Who it was comes from the channel, never from the card.
import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import {
  foreignButtonAnswer,
  inventoryLoadingAnswer,
  notYoursAnswer,
  personUnknownAnswer,
  unknownCardAnswer,
} from '../../cards/answers.ts';
import type { Choice } from '../../dialogs/next-move.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import { viewOf } from '../domain/owed.ts';
import { cardAnswer, errorAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import type { BotParts } from './parts.ts';

const field = z.string().max(2000).default('');
const request = z.string().min(1).max(100);

/** A card carries its request's id and what the reader chose; anything else in the data is ignored. */
const click = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('name-machine'), request, machine: field }),
  z.object({ verb: z.literal('choose-machine'), request, machine: field }),
  z.object({ verb: z.literal('request'), request, port: field, source: field, time: field, reason: field }),
  z.object({ verb: z.literal('cancel'), request }),
]);

/** @returns the fresh card, or a line for the clicker alone. @throws Fault when the ledger is away. */
export async function answerClick(parts: BotParts, clicked: Clicked): Promise<InvokeResponse> {
  const { broker, inventory } = parts;
  if (clicked.person === undefined) return messageAnswer(personUnknownAnswer());
  const read = click.safeParse({ ...clicked.data, verb: clicked.verb });
  if (!read.success) return errorAnswer('BadRequest', foreignButtonAnswer());
  if (!inventory.loaded && read.data.verb !== 'cancel') return messageAnswer(inventoryLoadingAnswer());
  const answer = await broker.click(clicked.person, read.data.request, choiceOf(read.data));
  switch (answer.kind) {
    case 'moved':
    case 'dead':
      return cardNow(parts, answer.request);
    case 'not-yours':
      return messageAnswer(notYoursAnswer(answer.request));
    case 'no-such-request':
      return messageAnswer(unknownCardAnswer());
  }
}

function choiceOf(data: z.infer<typeof click>): Choice {
  switch (data.verb) {
    case 'request': {
      const { port, source, time, reason } = data;
      return { verb: data.verb, values: { port, source, time, reason } };
    }
    case 'name-machine':
    case 'choose-machine':
      return { verb: data.verb, machine: data.machine };
    case 'cancel':
      return { verb: data.verb };
  }
}

/** The card as the state is now: for a dead card that is the answer, too. */
function cardNow({ presenter, pace, now }: BotParts, state: AccessRequest): InvokeResponse {
  const message = presenter.card(state, viewOf(state, now(), pace), now());
  return message.kind === 'card' ? cardAnswer(message.card) : messageAnswer(message.text);
}
