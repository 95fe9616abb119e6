// Puts what a survey found into a form, so that it is said before anybody asks.
import type { Draft } from '../domain/access-request.ts';
import type { Asking } from '../domain/form.ts';
import type { RefusedAtOnce } from '../domain/lifecycle.ts';
import type { Move } from '../domain/move.ts';
import type { Hole } from '../domain/nsg/named-rule.ts';
import type { Survey } from './survey.ts';

type Form = Extract<Asking, { kind: 'form' }>;

/** A form with the holes of the ports it offers; what is no form stays as it is. Never rejects. */
export async function withHoles(
  answer: Asking | RefusedAtOnce,
  survey: Survey,
): Promise<Asking | RefusedAtOnce> {
  return answer.kind === 'form' ? warned(answer, await survey.holesOf(answer.machine.id)) : answer;
}

/** The same for a draft that was clicked on. A form that was sent and not taken keeps the holes it had. */
export async function moveWithHoles(before: Draft, move: Move, survey: Survey): Promise<Move> {
  const { request } = move;
  if (request.state !== 'draft' || request.asking.kind !== 'form') return move;
  const form = request.asking;
  const shown =
    before.asking.kind === 'form' && before.asking.machine.id === form.machine.id
      ? before.asking.holes
      : await survey.holesOf(form.machine.id);
  return { ...move, request: { ...request, asking: warned(form, shown) } };
}

const warned = (form: Form, holes: readonly Hole[]): Form => ({
  ...form,
  holes: holes.filter(({ port }) => form.offered.some((offer) => offer.port === port)),
});
