// The dialog as steps: what the access policy says is decided in it, and takes a span each time.
import type { Dialog } from '../access/broker.ts';
import type { Steps } from '../access/steps.ts';

/** The same dialog. Of what was typed or chosen nothing is said. */
export const tracedDialog = <Choice>(dialog: Dialog<Choice>, { stepNow }: Steps): Dialog<Choice> => ({
  question: (...asked) => stepNow('policy decision', { of: 'question' }, () => dialog.question(...asked)),
  move: (...chosen) => stepNow('policy decision', { of: 'form' }, () => dialog.move(...chosen)),
  unasked: (...draft) => stepNow('policy decision', { of: 'unasked form' }, () => dialog.unasked(...draft)),
});
