// What is said where no machine has the name that was typed.
import { equal } from 'node:assert/strict';
import { noMachineAnswer } from '../../cards/machine-answers.ts';
import { evil, isHarmful } from './card-reading.ts';
import { choice } from './samples.ts';

describe('noMachineAnswer', () => {
  it('names the closest', () =>
    equal(
      noMachineAnswer('wbe-01', [choice('web-01'), choice('web-02')]),
      'I see no machine called “wbe-01” (is it web-01 or web-02?).',
    ));
  it('names nothing where nothing is close', () =>
    equal(noMachineAnswer('x', []), 'I see no machine called “x”.'));
  it('shows hostile names as text', () => equal(isHarmful(noMachineAnswer(evil, [choice(evil)])), false));
});
