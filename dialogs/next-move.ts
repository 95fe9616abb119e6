// What a click on a draft's card does to the draft: the next question, the terms of a grant, or an end.
import { absentRefusal } from '../src/domain/absent-machine.ts';
import type { Draft } from '../src/domain/access-request.ts';
import * as approvalMoves from '../src/domain/approval-moves.ts';
import { breaksGlass, type FormValues } from '../src/domain/form.ts';
import * as lifecycle from '../src/domain/lifecycle.ts';
import type { Machine } from '../src/domain/machine.ts';
import type { Move } from '../src/domain/move.ts';
import { rulingOn } from '../src/domain/policy/ruling.ts';
import { networksIn } from '../src/domain/policy/source-meant.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import type { Instant } from '../src/domain/time.ts';
import type { Asker } from './asker.ts';
import { checkForm } from './check-form.ts';
import { type Answer, formFor, type Machines, nextQuestion } from './next-question.ts';

/** What the reader of a card chose, checked for shape; nothing in it names a person or grants a right. */
export type Choice =
  | { readonly verb: 'name-machine'; readonly machine: string }
  | { readonly verb: 'choose-machine'; readonly machine: string }
  | { readonly verb: 'request'; readonly values: FormValues };

/** The move a choice makes; `undefined`: the card it was made on no longer asks that. */
export function nextMove(draft: Draft, choice: Choice, machines: Machines, asked: Asker): Move | undefined {
  const asker = draft.learned === undefined ? asked : { ...asked, learned: draft.learned };
  const { now } = asker;
  switch (choice.verb) {
    case 'name-machine':
      if (draft.asking.kind !== 'machine') return undefined;
      return follow(
        draft,
        nextQuestion({ ...draft.wish, machine: choice.machine.trim() }, machines, asker),
        now,
      );
    case 'choose-machine': {
      if (draft.asking.kind !== 'machine') return undefined;
      const machine = machines.byId(choice.machine);
      if (machine === undefined)
        return lifecycle.refused(draft, [absentRefusal(machines, chosenIn(draft.asking, choice))], now);
      return follow(draft, formFor(draft.wish, machine, asker), now);
    }
    case 'request':
      return draft.asking.kind === 'form'
        ? sent(draft, draft.asking, choice.values, machines, asker)
        : undefined;
  }
}

/**
 * The form sent as the sentence filled it in, for those who break glass: a second click would cost what they do not have.
 * `undefined`: something was not said, or not in a way that can be taken, and the form has to ask.
 */
export function sentAsTyped(draft: Draft, machines: Machines, asker: Asker): Move | undefined {
  const { asking, wish } = draft;
  if (asking.kind !== 'form' || asking.refusals.length > 0) return undefined;
  const { port, source, reason } = asking.values;
  // An address from an earlier form is in the field, too, and nobody has said that it is theirs today.
  const said = wish.source !== undefined && wish.time !== undefined;
  const complete = port !== '' && source !== '' && reason !== '' && said;
  if (!complete || !breaksGlass(draft)) return undefined;
  return sent(draft, asking, asking.values, machines, asker);
}

function sent(
  draft: Draft,
  form: Extract<Draft['asking'], { kind: 'form' }>,
  values: FormValues,
  machines: Machines,
  asker: Asker,
): Move {
  const { hearing, now } = asker;
  const machine = machines.byId(form.machine.id);
  if (machine === undefined) {
    const absent = absentRefusal(machines, form.machine);
    // What was typed stays, for when the subscription can be read again.
    return absent.code === 'machine-gone'
      ? lifecycle.refused(draft, [absent], now)
      : lifecycle.askedAgain(draft, { ...form, values, refusals: [absent] }, now);
  }
  const checked = checkForm(values, machine, now, {
    at: draft.askedAt,
    timeZone: draft.reader.timeZone,
    networks: networksIn(hearing.policy),
    learned: draft.learned,
  });
  if (!checked.ok) return notTaken(draft, values, checked.refusals, machine, asker);
  const breakGlass = breaksGlass(draft);
  const ruling = rulingOn(hearing, { ...checked.terms, machine, breakGlass }, now);
  switch (ruling.kind) {
    case 'refused':
      return notTaken(draft, values, ruling.refusals, machine, asker);
    case 'granted':
      return lifecycle.approved(draft, checked.terms, ruling.grounds, now);
    case 'ask':
      return approvalMoves.sentToApprovers(draft, checked.terms, ruling.grounds, now);
  }
}

/** The machine and the policies may have changed since the form was drawn: they are shown as they are now. */
function notTaken(
  draft: Draft,
  values: FormValues,
  refusals: readonly Refusal[],
  machine: Machine,
  asker: Asker,
): Move {
  const fresh = formFor({ ...draft.wish, source: values.source }, machine, asker);
  if (fresh.kind !== 'form') return follow(draft, fresh, asker.now);
  const { source } = fresh.values;
  return lifecycle.askedAgain(draft, { ...fresh, values: { ...values, source }, refusals }, asker.now);
}

/** By the name that the button had. */
const chosenIn = (
  { choices }: Extract<Draft['asking'], { kind: 'machine' }>,
  { machine: id }: { readonly machine: string },
) => choices.find((choice) => choice.id === id) ?? { id, name: id };

function follow(draft: Draft, answer: Answer, now: Instant): Move {
  if (answer.kind === 'refused') return lifecycle.refused(draft, answer.refusals, now);
  return lifecycle.askedAgain(draft, answer, now);
}
