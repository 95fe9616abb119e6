// The answer to a click that shows the request's own card as its state is now: for a dead card that is the answer, too.
import type { InvokeResponse } from 'botbuilder';
import type { AccessRequest } from '../domain/access-request.ts';
import { viewOf } from '../domain/view.ts';
import { cardAnswer, messageAnswer } from '../teams/answers.ts';
import type { Clicked } from '../teams/clicked.ts';
import type { BotParts } from './parts.ts';

export function cardNow(
  { presenter, pace, now }: Pick<BotParts, 'presenter' | 'pace' | 'now'>,
  state: AccessRequest,
): InvokeResponse {
  const message = presenter.card(state, viewOf(state, now(), pace), now(), true);
  return message.kind === 'card' ? cardAnswer(message.card) : messageAnswer(message.text);
}

/** Whether the button was on the request's own card. Other cards stay as they are, and are answered in words. */
export const isOnOwnCard = ({ card }: AccessRequest, { messageId }: Clicked): boolean =>
  messageId !== undefined && messageId === card.messageId;
