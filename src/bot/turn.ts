// One turn: what happened, and which part answers. Nothing thrown here ever reaches a chat as it is.
import { ActivityTypes, MessageFactory, type TurnContext } from 'botbuilder';
import { databaseDownAnswer, foreignButtonAnswer, somethingBrokeAnswer } from '../../cards/answers.ts';
import { Fault } from '../access/fault.ts';
import { hearNothing } from '../access/happenings.ts';
import { untraced } from '../access/steps.ts';
import { answerInvoke, errorAnswer } from '../teams/answers.ts';
import { clickedIn } from '../teams/clicked.ts';
import { activityOf } from '../teams/message-activity.ts';
import { saidIn } from '../teams/said.ts';
import { isSignInInvoke } from '../teams/sign-in-invoke.ts';
import { answerClick } from './click.ts';
import { answerMessage } from './message.ts';
import type { BotParts } from './parts.ts';
import { answerSignIn } from './sign-in.ts';
import { turnAsStep } from './turn-step.ts';

/** Answers a turn whose sender the adapter has proven. @throws only when the answer itself cannot be delivered. */
export function createTurn(parts: BotParts): (context: TurnContext) => Promise<void> {
  const { hear = hearNothing, steps = untraced } = parts;
  return turnAsStep(turn, { hear, steps });

  /** @returns `false`: somebody was told that something broke */
  async function turn(context: TurnContext): Promise<boolean> {
    const { activity } = context;
    let whole = true;
    if (activity.type === ActivityTypes.Message) {
      const said = saidIn(activity);
      const answer = await answerMessage(parts, said, context).catch((error) => {
        whole = false;
        return excuse(error, said.activityId);
      });
      if (answer !== undefined)
        await context.sendActivity(
          typeof answer === 'string' ? MessageFactory.text(answer) : activityOf(answer),
        );
      return whole;
    }
    if (activity.type !== ActivityTypes.Invoke) return whole;
    if (isSignInInvoke(context)) {
      await answerSignIn(parts.signingIn, context).catch((error) => {
        whole = false;
        return answerInvoke(context, errorAnswer('InternalServerError', excuse(error, activity.id ?? '')));
      });
      return whole;
    }
    const clicked = clickedIn(activity);
    if (clicked === undefined) {
      await answerInvoke(context, errorAnswer('BadRequest', foreignButtonAnswer()));
      return whole;
    }
    const answer = await answerClick(parts, clicked).catch((error) => {
      whole = false;
      return errorAnswer('InternalServerError', excuse(error, clicked.activityId));
    });
    await answerInvoke(context, answer);
    return whole;
  }

  function excuse(error: unknown, activityId: string): string {
    parts.log.error({ err: error, activity: activityId }, 'a turn could not be answered');
    return error instanceof Fault && error.code === 'unavailable'
      ? databaseDownAnswer()
      : somethingBrokeAnswer();
  }
}
