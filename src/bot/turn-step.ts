// A turn as a step: what its log lines and spans are about, and how long it took.
import { ActivityTypes, type TurnContext } from 'botbuilder';
import type { Hear, TurnKind } from '../access/happenings.ts';
import type { Steps } from '../access/steps.ts';

/**
 * @param turn answers a turn; `false`: somebody was told that something broke @throws when the answer cannot be delivered
 * @returns the same, heard and traced
 */
export function turnAsStep(
  turn: (context: TurnContext) => Promise<boolean>,
  { hear, steps }: { readonly hear: Hear; readonly steps: Steps },
): (context: TurnContext) => Promise<void> {
  return async (context) => {
    const { type, id } = context.activity;
    const kind = kindOf(type);
    const since = performance.now();
    const tell = (answered: boolean): void =>
      hear({ what: 'turn', kind, answered, seconds: (performance.now() - since) / 1000 });
    const subject = { turn: kind, ...(id !== undefined && { activity: id }) };
    try {
      tell(await steps.step('turn', subject, {}, () => turn(context)));
    } catch (error) {
      tell(false);
      throw error;
    }
  };
}

function kindOf(type: string): TurnKind {
  if (type === ActivityTypes.Message) return 'message';
  return type === ActivityTypes.Invoke ? 'click' : 'other';
}
