// The dialogs on the machines there are: how a draft answers a wish or a choice.
import type { Draft } from '../src/domain/access-request.ts';
import type { Wish } from '../src/domain/command/command.ts';
import type { Hearing } from '../src/domain/policy/ruling.ts';
import type { Instant } from '../src/domain/time.ts';
import type { Asker } from './asker.ts';
import { type Choice, nextMove, sentAsTyped } from './next-move.ts';
import { type Machines, nextQuestion } from './next-question.ts';

/** @param machines as they are at the time of each question */
export const dialogOn = (machines: Machines) => ({
  question: (wish: Wish, hearing: Hearing, now: Instant, context: Omit<Asker, 'hearing' | 'now'>) =>
    nextQuestion(wish, machines, { hearing, now, ...context }),
  move: (draft: Draft, choice: Choice, hearing: Hearing, now: Instant) =>
    nextMove(draft, choice, machines, { hearing, now }),
  unasked: (draft: Draft, hearing: Hearing, now: Instant) => sentAsTyped(draft, machines, { hearing, now }),
});
