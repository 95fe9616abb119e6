// A turn as a step: its kind, its activity and whether it was answered, and nothing of what was said.
import assert from 'node:assert/strict';
import type { TurnContext } from 'botbuilder';
import { factsNow } from '../../src/access/about.ts';
import type { Happening } from '../../src/access/happenings.ts';
import { untraced } from '../../src/access/steps.ts';
import { turnAsStep } from '../../src/bot/turn-step.ts';

const broken = new Error('Teams does not answer');

describe('a turn as a step', () => {
  const table: readonly [
    does: string,
    type: string,
    turn: () => Promise<boolean>,
    kind: string,
    answered: boolean,
  ][] = [
    ['a message that was answered', 'message', async () => true, 'message', true],
    ['a click that was answered with an excuse', 'invoke', async () => false, 'click', false],
    ['an answer that could not be delivered', 'message', () => Promise.reject(broken), 'message', false],
    ['anything else', 'installationUpdate', async () => true, 'other', true],
  ];
  for (const [does, type, turn, kind, answered] of table)
    it(`tells ${does}`, async () => {
      const heard: Happening[] = [];
      let facts: unknown;
      const step = turnAsStep(
        () => {
          facts = factsNow();
          return turn();
        },
        { hear: (happening) => heard.push(happening), steps: untraced },
      );
      const context = { activity: { type, id: 'said-1', text: 'rdp to web-01' } } as TurnContext;
      await step(context).catch((error) => assert.equal(error, broken));
      assert.deepEqual(facts, { turn: kind, activity: 'said-1' });
      assert.deepEqual(
        heard.map((happening) => ({ ...happening, seconds: 0 })),
        [{ what: 'turn', kind, answered, seconds: 0 }],
      );
    });
});
