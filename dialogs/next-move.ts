// What a click on a draft's card does to the draft: the next question, the terms of a grant, or an end.
import type { AccessRequest, Draft, FormValues } from '../src/domain/access-request.ts';
import type { Move } from '../src/domain/lifecycle.ts';
import * as lifecycle from '../src/domain/lifecycle.ts';
import type { Instant } from '../src/domain/time.ts';
import { checkForm } from './check-form.ts';
import { type Answer, formFor, type Machines, nextQuestion } from './next-question.ts';

/** What the reader of a card chose, checked for shape; nothing in it names a person or grants a right. */
export type Choice =
  | { readonly verb: 'name-machine'; readonly machine: string }
  | { readonly verb: 'choose-machine'; readonly machine: string }
  | { readonly verb: 'request'; readonly values: FormValues }
  | { readonly verb: 'cancel' };

/** The move a choice makes; `undefined`: the card it was made on no longer asks that. */
export function nextMove(draft: Draft, choice: Choice, machines: Machines, now: Instant): Move | undefined {
  switch (choice.verb) {
    case 'cancel':
      return lifecycle.withdrawn(draft, now);
    case 'name-machine':
      if (draft.asking.kind !== 'machine') return undefined;
      return follow(draft, nextQuestion({ ...draft.wish, machine: choice.machine.trim() }, machines), now);
    case 'choose-machine': {
      if (draft.asking.kind !== 'machine') return undefined;
      const machine = machines.byId(choice.machine);
      if (machine === undefined) return gone(draft, choice.machine, now);
      return follow(draft, formFor(draft.wish, machine), now);
    }
    case 'request':
      return draft.asking.kind === 'form'
        ? sent(draft, draft.asking, choice.values, machines, now)
        : undefined;
  }
}

function sent(
  draft: Draft,
  form: Extract<Draft['asking'], { kind: 'form' }>,
  values: FormValues,
  machines: Machines,
  now: Instant,
): Move {
  const machine = machines.byId(form.machine.id);
  if (machine === undefined) return gone(draft, form.machine.name, now);
  const checked = checkForm(values, machine, now, { at: draft.askedAt, timeZone: draft.reader.timeZone });
  if (checked.ok) return lifecycle.approved(draft, checked.terms, now);
  // The machine may have changed since the form was drawn: its ports and limits are shown as they are now.
  const fresh = formFor(draft.wish, machine);
  if (fresh.kind !== 'form') return follow(draft, fresh, now);
  return lifecycle.askedAgain(draft, { ...fresh, values, refusals: checked.refusals }, now);
}

const gone = (draft: Draft, machine: string, now: Instant): Move<AccessRequest> =>
  lifecycle.refused(draft, [{ code: 'machine-gone', machine }], now);

function follow(draft: Draft, answer: Answer, now: Instant): Move {
  if (answer.kind === 'refused') return lifecycle.refused(draft, answer.refusals, now);
  return lifecycle.askedAgain(draft, answer, now);
}
