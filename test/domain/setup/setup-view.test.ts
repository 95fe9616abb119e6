// When the card of a change of the setup has to be drawn again.
import { equal, notEqual } from 'node:assert/strict';
import fc from 'fast-check';
import type { Step } from '../../../src/domain/setup/setup-change.ts';
import { setupViewOf } from '../../../src/domain/setup/setup-view.ts';
import {
  askedDisable,
  askedEnable,
  doneWith,
  draftOf,
  droppedOf,
  effective,
  endedOf,
  planOf,
  proving,
  runningOf,
  setback,
  waiting,
  writing,
} from '../../cards/setup/samples.ts';

const viewOf = (steps: readonly Step[]) => setupViewOf(runningOf(planOf('enable', steps.length), steps));

describe('setupViewOf', () => {
  it('counts the rounds of a draft', () => {
    equal(setupViewOf(draftOf(askedEnable(), { round: 3 })), 'draft/3');
  });

  it('counts the stages of what is being carried out', () => {
    equal(viewOf([waiting, waiting, writing, proving, doneWith(effective)]), 'running/w2/a1/p1/d1');
  });

  it('is one for all that ended, and one for all that was dropped', () => {
    equal(setupViewOf(endedOf(planOf('enable', 1), [effective])), 'ended');
    equal(setupViewOf(droppedOf(askedDisable())), 'dropped');
  });

  it('changes with why the last try did not end well, and with which machine it was', () => {
    const keys = [
      viewOf([writing, writing]),
      viewOf([setback, writing]),
      viewOf([writing, setback]),
      viewOf([{ ...writing, because: 'Azure answers that it may not.' }, writing]),
    ];
    equal(new Set(keys).size, keys.length);
  });

  it('does not change with tries and the time of the next', () => {
    equal(viewOf([setback]), viewOf([{ ...setback, tries: 9, notBefore: 1 }]));
  });

  it('stays short, whatever went wrong', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ minLength: 1, maxLength: 500 }), { minLength: 1, maxLength: 50 }),
        (why) => {
          const key = viewOf(why.map((because) => ({ ...writing, because })));
          equal(/^running\/w0\/a\d+\/p0\/d0\/x[0-9a-f]{16}$/.test(key), true, key);
        },
      ),
    );
  });

  it('changes whenever a step goes on', () => {
    const next: Readonly<Record<Step['stage'], Step>> = {
      waiting: writing,
      writing: proving,
      proving: doneWith(effective),
      done: doneWith(effective),
    };
    const step = fc.constantFrom(waiting, writing, proving, doneWith(effective));
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), fc.nat(), (steps, pick) => {
        const at = pick % steps.length;
        const moved = steps.map((each, place) => (place === at ? next[each.stage] : each));
        if (steps[at]?.stage !== 'done') notEqual(viewOf(steps), viewOf(moved));
      }),
    );
  });
});
