// What came of being done with a grant, or of extending it, in words.

import { unknownCardAnswer } from '../../cards/answers.ts';
import {
  type AnswerReader,
  alreadyExtendingAnswer,
  doneAnswer,
  extendingAnswer,
  notExtendedAnswer,
  notOpenAnswer,
  notYoursToEndAnswer,
  notYoursToExtendAnswer,
} from '../../cards/life-answers.ts';
import type { DoneAnswer, ExtendAnswer } from '../access/life.ts';
import type { Seconds } from '../domain/time.ts';

export function doneWords(answer: DoneAnswer, to: AnswerReader): string {
  switch (answer.kind) {
    case 'moved':
      return doneAnswer(answer.request, to);
    case 'dead':
      return notOpenAnswer(answer.request, to.reader, to.now);
    case 'not-yours':
      return notYoursToEndAnswer(answer.request);
    case 'no-such-request':
      return unknownCardAnswer();
  }
}

export function extendWords(answer: ExtendAnswer, seconds: Seconds, to: AnswerReader): string {
  switch (answer.kind) {
    case 'extending':
      return extendingAnswer(answer.request, seconds);
    case 'already':
      return alreadyExtendingAnswer(answer.request);
    case 'refused':
      return notExtendedAnswer(answer.request, answer.refusals);
    case 'dead':
      return notOpenAnswer(answer.request, to.reader, to.now);
    case 'not-yours':
      return notYoursToExtendAnswer(answer.request);
    case 'no-such-request':
      return unknownCardAnswer();
  }
}
