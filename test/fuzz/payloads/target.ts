// Fuzzes card payloads: forged by anybody, they move nothing that the clicker may not move, and open nothing that was not asked for.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pureTarget } from '../target.ts';
import { clickWorld } from './click-world.ts';
import { anyClicks, anyRule } from './clicks.ts';
import { booksAreTrue, type Clicked, openingsAreAsked } from './oracle.ts';

const wishes = fc.constantFrom(
  { machine: 'web-01', ports: [3389] },
  { machine: 'wbe-01', ports: [3389] },
  { machine: 'web-01' },
);

/** No stack, no words of a package, no surprise. */
function answerIsSound(answer: unknown): void {
  const text = JSON.stringify(answer);
  assert.ok(text?.isWellFormed());
  assert.doesNotMatch(text, /node_modules|TypeError|ZodError|invalid_type|\bat .{1,80}:\d+:\d+/);
}

export const payloads = pureTarget(
  'payloads',
  15,
  fc.asyncProperty(anyRule, wishes, anyClicks, async (rule, wish, clicks) => {
    const world = clickWorld(rule);
    await world.ask(wish);
    const clicked: Clicked[] = [];
    for (const click of clicks) {
      await world.pass(click.after);
      clicked.push({ ...click, at: world.now() });
      answerIsSound(await world.click(click.who, click.verb, click.data));
    }
    await world.pass(10);
    openingsAreAsked(world, rule, clicked);
    booksAreTrue(world);
  }),
);
