// Somebody pressed a button of a card. Who it was comes from the channel, never from the card.
import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { askedAgainAnswer, notYoursToAskAgainAnswer } from '../../cards/again-answers.ts';
import {
  foreignButtonAnswer,
  inventoryLoadingAnswer,
  notYoursAnswer,
  personUnknownAnswer,
  unknownCardAnswer,
} from '../../cards/answers.ts';
import { answeredBeforeAnswer, takenBackAnswer } from '../../cards/life-answers.ts';
import type { Choice } from '../../dialogs/next-move.ts';
import type { AskedAgain, Clicked as BrokerAnswer } from '../access/broker.ts';
import type { FormValues } from '../domain/form.ts';
import type { Person } from '../domain/person.ts';
import { errorAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import { cardNow, isOnOwnCard } from './card-now.ts';
import { answerDecision } from './decision-click.ts';
import { driftClick, isDriftVerb } from './drift-click.ts';
import { doneClick, extendClick } from './life-click.ts';
import type { BotParts } from './parts.ts';
import { isSetupVerb, setupClick } from './setup-click.ts';

const field = z.string().max(2000).default('');
const request = z.string().min(1).max(100);

/** A card carries its request's id and what the reader chose; anything else in the data is ignored. */
const click = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('name-machine'), request, machine: field }),
  z.object({ verb: z.literal('choose-machine'), request, machine: field }),
  z.object({ verb: z.literal('request'), request, port: field, source: field, time: field, reason: field }),
  z.object({
    verb: z.literal('my-address'),
    request,
    port: field,
    source: field,
    time: field,
    reason: field,
  }),
  z.object({ verb: z.literal('again'), request }),
  z.object({ verb: z.literal('cancel'), request }),
  z.object({ verb: z.literal('withdraw'), request }),
  z.object({ verb: z.literal('done'), request }),
  z.object({ verb: z.literal('end'), request }),
  z.object({ verb: z.literal('extend'), request, by: field }),
  z.object({ verb: z.literal('approve'), request }),
  z.object({ verb: z.literal('approve-less'), request, less: field }),
  z.object({ verb: z.literal('deny'), request, note: field }),
  z.object({ verb: z.literal('review'), request, note: field }),
  z.object({ verb: z.literal('view'), request }),
]);
type Click = z.infer<typeof click>;
type FormClick = Extract<Click, { verb: Choice['verb'] }>;

/** @returns the fresh card, or a line for the clicker alone. @throws Fault when the ledger is away. */
export async function answerClick(parts: BotParts, clicked: Clicked): Promise<InvokeResponse> {
  const { person } = clicked;
  if (person === undefined) return messageAnswer(personUnknownAnswer());
  if (isSetupVerb(clicked.verb)) return setupClick(parts, person, clicked);
  if (isDriftVerb(clicked.verb)) return driftClick(parts, person, clicked);
  const read = click.safeParse({ ...clicked.data, verb: clicked.verb });
  if (!read.success) return errorAnswer('BadRequest', foreignButtonAnswer());
  const { data } = read;
  switch (data.verb) {
    case 'name-machine':
    case 'choose-machine':
    case 'request':
      return parts.inventory.loaded
        ? requesterAnswer(parts, await parts.broker.click(person, data.request, choiceOf(data)))
        : messageAnswer(inventoryLoadingAnswer());
    case 'my-address':
      return requesterAnswer(parts, await parts.broker.keep(person, data.request, valuesOf(data)));
    case 'again':
      return parts.inventory.loaded
        ? againAnswer(parts, await parts.broker.again(person, data.request, clicked.activityId))
        : messageAnswer(inventoryLoadingAnswer());
    case 'cancel':
      return takenBack(parts, clicked, await parts.broker.drop(person, data.request));
    case 'withdraw':
      return withdrawAnswer(parts, person, clicked, data.request);
    case 'done':
    case 'end':
      return doneClick(parts, person, clicked, data);
    case 'extend':
      return parts.inventory.loaded
        ? extendClick(parts, person, clicked, data)
        : messageAnswer(inventoryLoadingAnswer());
    case 'approve':
    case 'approve-less':
    case 'deny':
    case 'review':
      return answerDecision(parts, person, data);
    case 'view':
      return answerDecision(parts, person, { ...data, automatic: clicked.trigger === 'automatic' });
  }
}

function requesterAnswer(parts: BotParts, answer: BrokerAnswer): InvokeResponse {
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

function againAnswer(parts: BotParts, answer: AskedAgain): InvokeResponse {
  switch (answer.kind) {
    case 'asked':
      return messageAnswer(askedAgainAnswer());
    case 'dead':
      return cardNow(parts, answer.request);
    case 'not-yours':
      return messageAnswer(notYoursToAskAgainAnswer(answer.request));
    case 'no-such-request':
      return messageAnswer(unknownCardAnswer());
  }
}

/** A list of requests has these buttons, too: it stays as it is, and the answer is a sentence. */
function takenBack(parts: BotParts, clicked: Clicked, answer: BrokerAnswer): InvokeResponse {
  const elsewhere =
    'request' in answer &&
    answer.request.card.messageId !== undefined &&
    !isOnOwnCard(answer.request, clicked);
  if (elsewhere && answer.kind === 'moved') return messageAnswer(takenBackAnswer(answer.request));
  if (elsewhere && answer.kind === 'dead') return messageAnswer(answeredBeforeAnswer());
  return requesterAnswer(parts, answer);
}

/** The requester's own card and the approvers' both have the button: each is answered with a card of its kind. */
async function withdrawAnswer(
  parts: BotParts,
  person: Person,
  clicked: Clicked,
  requestId: string,
): Promise<InvokeResponse> {
  const answer = await parts.broker.withdraw(person, requestId);
  const onDecisionCard =
    'request' in answer && answer.request.decisionCards.some(({ at }) => at?.messageId === clicked.messageId);
  if (answer.kind === 'not-yours' || !onDecisionCard) return takenBack(parts, clicked, answer);
  return answerDecision(parts, person, { verb: 'view', request: requestId, automatic: false });
}

function choiceOf(data: FormClick): Choice {
  switch (data.verb) {
    case 'request':
      return { verb: data.verb, values: valuesOf(data) };
    case 'name-machine':
    case 'choose-machine':
      return { verb: data.verb, machine: data.machine };
  }
}

const valuesOf = ({ port, source, time, reason }: FormValues): FormValues => ({ port, source, time, reason });
