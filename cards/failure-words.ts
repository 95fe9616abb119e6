// Why a request ended without a grant, and what to do next. All results are escaped Markdown.
import type { Failure } from '../src/domain/attempt.ts';
import { say } from './escape.ts';
import { sayRecorded } from './recorded.ts';

/** The failure's own sentence. */
export const failureSentence = (failure: Failure): string => sayRecorded(failure.message);

/** What the requester can do about it. */
export function nextStepSentence(failure: Failure): string {
  switch (failure.code) {
    case 'azure-refused':
    case 'outside-jit-policy':
      if (failure.offer !== undefined) return say`If all of ${failure.offer} may get in, ask again with it.`;
      return say`Compare machine, port, source and time with the machine’s just-in-time policy, then ask again.`;
    case 'right-missing':
      return say`Ask an Azure administrator to give the bot this right, then ask again.`;
    case 'own-right-missing':
      return say`Ask an Azure administrator to give you this right, then ask again.`;
    case 'not-signed-in':
      return say`Ask again, and sign in when I ask you to.`;
    case 'azure-unavailable':
      return say`Ask again in a few minutes.`;
    case 'not-allowed-any-more':
      return say`Write “why” and what you asked for: that names the rule that decides now.`;
    case 'time-passed':
      return say`Ask again with a later end.`;
  }
}
