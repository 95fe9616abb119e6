// What a change owes next: read off its state alone.
import assert from 'node:assert/strict';
import type { Step } from '../../../src/domain/setup/setup-change.ts';
import { confirmed, drafted, ended, type SetupMove, stepped } from '../../../src/domain/setup/setup-moves.ts';
import { setupViewOf } from '../../../src/domain/setup/setup-view.ts';
import { setupWork } from '../../../src/domain/setup/setup-work.ts';
import { grace, noon } from '../../support/requests.ts';
import { disabling, enabling, policyId, rdp } from '../../support/setup-changes.ts';
import { machineNumber } from '../../support/setup-world.ts';

const pace = { looksAtOnce: 2 };
const who = {
  id: 'change-1',
  by: grace,
  origin: { conversationId: 'chat-1', activityId: 'said-1' },
  reader: { timeZone: 'UTC', locale: 'en-GB' },
};
const machines = [1, 2, 3].map(machineNumber);

/** Its card shows what it should. */
const shown = <Of extends SetupMove['change']>(change: Of): Of => ({
  ...change,
  card: { messageId: 'm1', shown: setupViewOf(change) },
});

function running(...steps: readonly Step[]) {
  const draft = drafted(who, enabling(machines.slice(0, steps.length)), noon).change;
  const move = confirmed(draft, {}, noon);
  assert.ok(move?.change.state === 'running');
  return shown(steps.reduce((so, step, at) => stepped(so, at, step, noon).change, move.change));
}

const waiting: Step = { stage: 'waiting' };
const writing = (notBefore: number): Step => ({ stage: 'writing', tries: 1, notBefore });
const proving = (lookAt: number): Step => ({ stage: 'proving', writtenAt: noon, lookAt });
const done: Step = { stage: 'done', at: noon, outcome: { kind: 'effective' } };

describe('What a change of the setup owes', () => {
  it('is its card, and then nothing until it lapses', () => {
    const { change } = drafted(who, enabling(machines), noon);
    assert.deepEqual(
      [
        setupWork(change, noon, pace, true),
        setupWork(shown(change), noon, pace, true),
        setupWork(shown(change), noon + 3_600_000, pace, true),
      ],
      [{ work: { kind: 'show-card' } }, { wakeAt: noon + 3_600_000 }, { work: { kind: 'lapse' } }],
    );
  });

  it('is not its card while a click is being answered', () => {
    const { change } = drafted(who, enabling(machines), noon);
    const clicked = { ...change, card: { messageId: 'm1', quietUntil: noon + 1500 } };
    assert.deepEqual(setupWork(clicked, noon, pace, true), { wakeAt: noon + 1500 });
  });

  for (const [what, steps, owed] of [
    ['one write at a time', [waiting, waiting], { work: { kind: 'write', at: 0 } }],
    [
      'the next, while the first is put off',
      [writing(noon + 5000), waiting],
      { work: { kind: 'write', at: 1 } },
    ],
    ['a write that was begun and never ended', [writing(noon), done], { work: { kind: 'write', at: 0 } }],
    [
      'looks before the next write, a few at once',
      [proving(noon), proving(noon), proving(noon)],
      { work: { kind: 'look', at: [0, 1] } },
    ],
    ['to wait for the next look', [proving(noon + 3000), done], { wakeAt: noon + 3000 }],
    ['its end, when every step is done', [done, done], { work: { kind: 'end' } }],
  ] as const)
    it(`is ${what}`, () => assert.deepEqual(setupWork(running(...steps), noon, pace, false), owed));

  it('is no look at a machine that is still to be taken out of another policy', () => {
    const [machine] = machines;
    assert.ok(machine);
    const one = disabling([machine], [rdp]);
    assert.ok(one.kind === 'disable');
    const [first] = one.targets;
    assert.ok(first);
    const other = { ...first, policyIds: [policyId.replace('default', 'other')] } as const;
    const draft = drafted(who, { ...one, targets: [first, other], leaves: [[], []] }, noon).change;
    const move = confirmed(draft, {}, noon);
    assert.ok(move?.change.state === 'running');
    const half = shown(stepped(move.change, 0, proving(noon), noon).change);
    const both = shown(stepped(half, 1, proving(noon), noon).change);
    assert.deepEqual(
      [setupWork(half, noon, pace, false), setupWork(both, noon, pace, false)],
      [{ work: { kind: 'write', at: 1 } }, { work: { kind: 'look', at: [0, 1] } }],
    );
    // It cannot be looked at before the other is written: waking earlier would find nothing to do, at once and again.
    const putOff = shown(stepped(half, 1, writing(noon + 5000), noon).change);
    assert.deepEqual(setupWork(putOff, noon + 1, pace, false), { wakeAt: noon + 5000 });
  });

  it('is to tell that it ended, once', () => {
    const move = ended(running(done), noon);
    assert.ok(move);
    const change = shown(move.change);
    assert.deepEqual(
      [setupWork(change, noon, pace, true), setupWork({ ...change, told: true }, noon, pace, true)],
      [{ work: { kind: 'tell' } }, {}],
    );
  });
});
