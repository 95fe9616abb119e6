// How far it is with one machine of a change, or with the plan. All escaped Markdown.
import type { Plan, Step } from '../../src/domain/setup/setup-change.ts';
import { asIs, say, sayAgain, toSay } from '../escape.ts';
import { inSentence, sentenceOf, sentencesText } from '../list-words.ts';
import { sayRecorded } from '../recorded.ts';
import { isIll, outcomeLook } from './outcome-words.ts';
import { setupLooks } from './setup-look.ts';

/** `being written`. */
export function stepText(kind: Plan['kind'], step: Step): string {
  switch (step.stage) {
    case 'waiting':
      return say`waiting for its turn`;
    case 'writing':
      return step.because === undefined
        ? say`being written`
        : say`being written, again: the last try did not end well. ${asIs(sayRecorded(step.because))}`;
    case 'proving':
      return sayAgain(provingTexts[kind]);
    case 'done':
      return doneText(kind, step);
  }
}

const provingTexts: Readonly<Record<Plan['kind'], string>> = {
  defender: toSay('written and read back'),
  enable: toSay('written and read back, waiting for JIT’s Deny rule'),
  configure: toSay('written and read back, waiting for JIT’s Deny rule'),
  disable: toSay('written and read back, waiting for JIT’s Deny rule to go'),
};

function doneText(kind: Plan['kind'], { outcome }: Extract<Step, { stage: 'done' }>): string {
  const word = inSentence(setupLooks[outcomeLook(kind, outcome)].word);
  return outcome.kind === 'failed' || outcome.kind === 'unproven' || outcome.kind === 'in-doubt'
    ? sentencesText([sentenceOf(word), sayRecorded(outcome.why)])
    : word;
}

/** Where it stands in a list: what needs somebody first, what is well last. */
export function stepRank(kind: Plan['kind'], step: Step): number {
  switch (step.stage) {
    case 'writing':
      return step.because === undefined ? 2 : 1;
    case 'proving':
      return 3;
    case 'waiting':
      return 4;
    case 'done':
      return isIll(outcomeLook(kind, step.outcome)) ? 0 : 5;
  }
}
