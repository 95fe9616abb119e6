// What the conversation is told when a change of the setup has ended. All escaped Markdown.

import type { SetupEnded } from '../../src/domain/setup/setup-change.ts';
import { asIs, say } from '../escape.ts';
import { sentenceOf, sentencesText } from '../list-words.ts';
import { countsText } from './ended-card.ts';
import { isIll, nextTexts, outcomeLook, outcomeText } from './outcome-words.ts';
import { setupLooks } from './setup-look.ts';
import { machinesOf, namesApart, workText } from './setup-words.ts';

const mostTold = 5;

const headlineOf = (work: string, word: string): string => say`**${asIs(work)}: ${asIs(word)}.**`;

/**
 * A short text; `undefined` where its card says enough: one machine, and all is well. Machines that need somebody are
 * named, the others counted.
 */
export function setupEndedText(change: SetupEnded): string | undefined {
  const { plan, steps } = change;
  const machines = machinesOf(plan);
  const nameOf = namesApart(machines);
  const ill = steps
    .map(({ outcome }, place) => ({ outcome, machine: machines[place] }))
    .filter(({ outcome }) => isIll(outcomeLook(plan.kind, outcome)));
  const work = workText(plan);
  const [only] = steps;
  if (steps.length < 2) {
    if (only === undefined || ill.length === 0) return undefined;
    const { word } = setupLooks[outcomeLook(plan.kind, only.outcome)];
    return sentencesText([
      headlineOf(work, word),
      outcomeText(plan.kind, only.outcome),
      ...nextTexts(change, 3),
    ]);
  }
  const word = ill.length === 0 ? say`done` : say`${ill.length} of ${steps.length} did not end well`;
  const headline = sentencesText([headlineOf(work, word), sentenceOf(countsText(change))]);
  const lines = ill
    .slice(0, mostTold)
    .map(({ outcome, machine }) =>
      machine === undefined
        ? ''
        : `- ${nameOf(machine)}: ${setupLooks[outcomeLook(plan.kind, outcome)].word}`,
    );
  const more = ill.length - lines.length;
  return [
    headline,
    [...lines, ...(more > 0 ? [say`- and ${more} more; the card lists them`] : [])].join('\n'),
    sentencesText(nextTexts(change, 3)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
