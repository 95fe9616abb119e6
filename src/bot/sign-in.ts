// A turn in which somebody signs in to Azure.
import { MessageFactory, type TurnContext } from 'botbuilder';
import { foreignButtonAnswer } from '../../cards/answers.ts';
import { foreignSignInText } from '../../cards/sign-in-words.ts';
import { answerInvoke, errorAnswer } from '../teams/answers.ts';
import type { SignInDesk } from '../teams/sign-in-invoke.ts';

/** Where sign-ins are taken, and who goes on when somebody did. */
export interface SigningIn {
  readonly desk: SignInDesk;
  readonly signedIn: (personId: string) => Promise<void>;
}

/** @param signing left out: signing in is off, and no card of this bot asks for it @throws Fault */
export async function answerSignIn(signing: SigningIn | undefined, context: TurnContext): Promise<void> {
  if (signing === undefined) return answerInvoke(context, errorAnswer('BadRequest', foreignButtonAnswer()));
  const { kind, answer, person } = await signing.desk.take(context);
  await answerInvoke(context, answer);
  if (kind === 'foreign') await context.sendActivity(MessageFactory.text(foreignSignInText()));
  if (kind === 'signed-in' && person !== undefined) await signing.signedIn(person.id);
}
