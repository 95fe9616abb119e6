// One life along a chain of named steps: killed at each, started again, and accounted for at its end.
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, accountOf } from './account.ts';
import { deal } from './live.ts';
import { atRest } from './rest.ts';
import type { Chain, Step } from './step.ts';
import { stories } from './stories.ts';
import { type DoomedWorld, startDoomedWorld, type WorldOptions } from './world.ts';

/** Walks a chain. What went otherwise than its steps promise is among the problems. */
export async function walk(chain: Chain, options: WorldOptions): Promise<Account> {
  const { story, steps, atFirstStart, time } = chain;
  const fresh = atFirstStart === true;
  const world = await startDoomedWorld({
    ...options,
    ...(fresh && { atFirstStarts: steps.map(({ snare }) => snare()) }),
  });
  try {
    const [[, machine] = ['', '']] = deal([story]);
    let over = false;
    const told = stories[story](world, machine, undefined, time).finally(() => {
      over = true;
    });
    told.catch(() => undefined);
    const reached = fresh ? steps.length : await killAtEach(world, steps, told);
    if (!over) await world.ready();
    // A story that never ends is seen in the books.
    await Promise.race([told, pause(longestMs, undefined, { ref: false })]);
    const account = accountOf(world, await atRest(world), [story]);
    const missed = steps.slice(reached).map(({ name }) => `never reached: ${name}`);
    const allowed = steps.reduce((sum, { twice }) => sum + twice, 0);
    const again = account.windows.filter(({ after }) => after === 'again').length;
    const odd =
      again === allowed ? [] : [`${again} notices were said twice, and ${allowed} should have been`];
    return { ...account, problems: [...account.problems, ...missed, ...odd] };
  } catch (error) {
    throw new Error(`${chain.name}, after ${world.runs.length} starts\n${world.output()}`, { cause: error });
  } finally {
    await world.close();
  }
}

/** @returns how many of the steps were reached */
async function killAtEach(world: DoomedWorld, steps: readonly Step[], told: Promise<void>): Promise<number> {
  for (const [index, step] of steps.entries()) {
    const caught = world.snare(step.snare(world));
    // A notice may be on its way still when the story has ended for whoever lived it.
    const over = told.then(() => caughtWithin(world));
    const found = await Promise.race([caught.then(() => true), over]);
    if (!found) {
      world.unsnare();
      return index;
    }
    world.start();
  }
  return steps.length;
}

/** A record comes soon after the post that ended the story; on a busy machine not that soon. */
const lingerMs = 120_000;
const longestMs = 400_000;
const caughtWithin = (world: DoomedWorld): Promise<false> =>
  pause(lingerMs, false, { signal: world.over, ref: false }).then(
    () => false,
    () => false,
  );
