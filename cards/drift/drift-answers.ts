// What an admin is answered about findings, in words. All escaped Markdown.
import type { DayProblem } from '../../src/domain/drift/acknowledge-until.ts';
import type { KnownFinding } from '../../src/domain/drift/known-finding.ts';
import type { MachineChoice } from '../../src/domain/machine.ts';
import { asIs, say } from '../escape.ts';
import { anyOf } from '../list-words.ts';
import type { Reader } from '../when.ts';
import { dateText } from '../when.ts';
import { findingName } from './finding-words.ts';

/** @param near machines with similar names */
export function portsOfNothingAnswer(typed: string, near: readonly MachineChoice[]): string {
  const names = [...new Set(near.map(({ name }) => name))].map((name) => say`${name}`);
  const guess = names.length === 0 ? '' : say` Is it ${asIs(anyOf(names))}?`;
  return say`I know no machine and no subscription called “${typed}”, and nothing is left of one.${asIs(guess)}`;
}

/** For a number that no finding ever had. */
export const noSuchFindingAnswer = (number: number): string =>
  say`There is no finding ${number}. \`audit ports\` shows their numbers.`;

/** For a finding that is not there any more. */
export const findingGoneAnswer = ({ number, finding }: KnownFinding): string =>
  say`Finding ${number} (${asIs(findingName(finding))}) is gone already: there is nothing to acknowledge.`;

/** @param reader whose day the end is told in */
export const acknowledgedAnswer = (
  { number, finding, acknowledgement }: KnownFinding,
  reader: Reader,
): string =>
  say`Finding ${number} (${asIs(findingName(finding))}) is acknowledged until the end of ${asIs(acknowledgement === undefined ? say`that day` : dateText(acknowledgement.until - 1, reader))}. I say nothing of it until then; if it lets in others, it is another finding.`;

/** It is news again, if admins were not told of it yet. */
export const takenBackAnswer = ({ number, finding }: KnownFinding): string =>
  say`Finding ${number} (${asIs(findingName(finding))}) is not acknowledged any more.`;

/** For taking back what was not given. */
export const notAcknowledgedAnswer = ({ number }: KnownFinding): string =>
  say`Finding ${number} is not acknowledged, so there is nothing to take back.`;

/** Two admins at once: the slower one changed nothing. */
export const overtakenAnswer = ({ number }: KnownFinding): string =>
  say`Somebody else changed finding ${number} just now, so I changed nothing. Look at \`audit ports\` and try again.`;

/** @param number as it was typed */
export const reasonMissingAnswer = (number: number): string =>
  say`Say why, too: \`acknowledge ${number} until 2026-12-31 because the vendor needs it\`. Nothing was changed.`;

/** @param why what is the matter with the day */
export function dayAnswer(number: number, why: DayProblem): string {
  const example = say`Write for example \`acknowledge ${number} until 2026-12-31 because …\`. Nothing was changed.`;
  switch (why) {
    case 'missing':
      return say`Until when? It needs a last day. ${asIs(example)}`;
    case 'unclear':
      return say`I do not understand that day. ${asIs(example)}`;
    case 'past':
      return say`That day is over. ${asIs(example)}`;
    case 'too-far':
      return say`A year is the most. ${asIs(example)}`;
  }
}
