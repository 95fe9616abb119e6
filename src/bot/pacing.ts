// Before every turn: who writes or clicks faster than a person can is asked to wait, and nothing of it is done.
import { ActivityTypes, MessageFactory, type TurnContext } from 'botbuilder';
import { tooFastAnswer } from '../../cards/answers.ts';
import type { Log } from '../access/log-port.ts';
import type { RateLimit } from '../access/rate-limit.ts';
import { answerInvoke, messageAnswer } from '../teams/answers.ts';
import { clickedIn } from '../teams/clicked.ts';
import { occasionOf } from '../teams/said.ts';

export interface PacingParts {
  /** For what people write and press. */
  readonly acts: RateLimit;
  /** For cards that ask by themselves for the view of whoever scrolls past them. */
  readonly views: RateLimit;
  readonly log: Log;
}

/**
 * Counts by the Entra object id. Every click is answered, as Teams waits for it; of a flood of messages the first that is
 * left out is answered, and its sentence speaks for the others: answering each would help the flood.
 */
export const pacing =
  ({ acts, views, log }: PacingParts) =>
  async (context: TurnContext, next: () => Promise<void>): Promise<void> => {
    const { type } = context.activity;
    if (type !== ActivityTypes.Message && type !== ActivityTypes.Invoke) return next();
    const key = occasionOf(context.activity).person?.id ?? `teams ${context.activity.from.id}`;
    const limited = (isView(context) ? views : acts)(key);
    if (limited === undefined) return next();
    const { first, waitSeconds } = limited;
    if (first)
      log.warn({ person: key, waitSeconds }, 'Somebody is faster than a person can be, and has to wait');
    if (type === ActivityTypes.Invoke)
      return answerInvoke(context, messageAnswer(tooFastAnswer(waitSeconds)));
    if (first) await context.sendActivity(MessageFactory.text(tooFastAnswer(waitSeconds)));
  };

const isView = ({ activity }: TurnContext): boolean => clickedIn(activity)?.trigger === 'automatic';
