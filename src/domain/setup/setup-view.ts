// Which view of a change of the setup its card should show: a key that changes when it has to be drawn again.
import { digest } from '../digest.ts';
import type { SetupChange, Step } from './setup-change.ts';

/**
 * `draft/2`; `running/w3/a1/p2/d6`, with a mark of what went wrong where something did; `ended`; `dropped`. What changes at
 * every try (how often, when next) is no part of it, nor of the card: Teams takes few updates.
 */
export function setupViewOf(change: SetupChange): string {
  switch (change.state) {
    case 'draft':
      return `draft/${change.round}`;
    case 'running':
      return ['running', ...countsOf(change.steps), ...troubleOf(change.steps)].join('/');
    case 'ended':
    case 'dropped':
      return change.state;
  }
}

function countsOf(steps: readonly Step[]): readonly string[] {
  const count = (stage: Step['stage']) => steps.filter((step) => step.stage === stage).length;
  return [`w${count('waiting')}`, `a${count('writing')}`, `p${count('proving')}`, `d${count('done')}`];
}

function troubleOf(steps: readonly Step[]): readonly string[] {
  const texts = steps.flatMap((step, at) =>
    step.stage === 'writing' && step.because !== undefined ? [`${at} ${step.because}`] : [],
  );
  // The key is stored, and reasons are long.
  return texts.length === 0 ? [] : [`x${digest(texts.join('\n'))}`];
}
