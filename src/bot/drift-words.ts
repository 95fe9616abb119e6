// The sentence that answers an acknowledgement, by sentence or by button.
import {
  acknowledgedAnswer,
  dayAnswer,
  findingGoneAnswer,
  noSuchFindingAnswer,
  notAcknowledgedAnswer,
  overtakenAnswer,
  reasonMissingAnswer,
  takenBackAnswer,
} from '../../cards/drift/drift-answers.ts';
import type { Acknowledged } from '../access/drift/acknowledging.ts';
import type { AccessRequest } from '../domain/access-request.ts';

/** @param number as it was asked for */
export function acknowledgedWords(
  outcome: Acknowledged,
  number: number,
  reader: AccessRequest['reader'],
): string {
  switch (outcome.kind) {
    case 'acknowledged':
      return acknowledgedAnswer(outcome.known, reader);
    case 'taken-back':
      return takenBackAnswer(outcome.known);
    case 'no-such-finding':
      return noSuchFindingAnswer(number);
    case 'reason-missing':
      return reasonMissingAnswer(number);
    case 'gone':
      return findingGoneAnswer(outcome.known);
    case 'not-acknowledged':
      return notAcknowledgedAnswer(outcome.known);
    case 'overtaken':
      return overtakenAnswer(outcome.known);
    case 'day':
      return dayAnswer(number, outcome.why);
  }
}
