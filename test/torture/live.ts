// One world from its start to its account: people live their stories while the bot is killed.
import { setTimeout as pause } from 'node:timers/promises';
import { largeMachineName } from '../../sandbox/azure/large-estate.ts';
import { ADA, OMAR } from '../../sandbox/chat/people.ts';
import { type Account, accountOf } from './account.ts';
import type { Chance } from './chance.ts';
import { killOn, type Spread } from './killer.ts';
import { atRest } from './rest.ts';
import { type StoryKind, stories } from './stories.ts';
import { startDoomedWorld, type WorldOptions } from './world.ts';

/** From the last kill to the end of every story. */
const longestMs = 400_000;

/** Stories of one life: most of what people do is being granted something. */
const usual: readonly StoryKind[] = [
  'granted',
  'granted',
  'granted',
  'granted',
  'granted',
  'approved',
  'approved',
  'denied',
  'withdrawn',
  'cancelled',
  'done',
  'done',
  'extended',
  'setup',
];

/** Names of the estate's machines of a kind, in one subscription: those are asked for, or those have JIT turned off. */
function machinesFor(kind: StoryKind): readonly string[] {
  const names = Array.from({ length: 64 }, (_, number) => largeMachineName(number));
  if (kind === 'setup') return names.filter((name) => name.startsWith('files-'));
  const approval = ['approved', 'denied', 'withdrawn'].includes(kind);
  return names.filter((name) => (approval ? name.startsWith('app-') : /^(web|jump|cache)-/.test(name)));
}

/** Deals each story a machine of its own. */
export function deal(kinds: readonly StoryKind[]): readonly (readonly [StoryKind, string])[] {
  const used = new Set<string>();
  return kinds.map((kind) => {
    const machine = machinesFor(kind).find((name) => !used.has(name));
    if (machine === undefined) throw new Error('There are more stories than machines.');
    used.add(machine);
    return [kind, machine];
  });
}

/** Lives stories, spread over some seconds, and kills the bot until they have ended or `mayKill` says no. */
export async function live(
  options: WorldOptions,
  chance: Chance,
  spread: Spread,
  mayKill: () => boolean,
): Promise<Account> {
  const world = await startDoomedWorld(options);
  try {
    const dealt = deal(usual);
    let living = true;
    const told = Promise.all(
      dealt.map(async ([kind, machine]) => {
        const asker = kind === 'setup' ? undefined : chance.pick([ADA, OMAR]);
        await pause(chance.next() * 20_000);
        await stories[kind](world, machine, asker);
        options.onRun?.(`the story of ${machine} (${kind}) has ended`);
      }),
    ).finally(() => {
      living = false;
    });
    told.catch(() => undefined);
    await killOn(world, chance, spread, () => living && mayKill());
    // A story that never ends is seen in the books: its request has not ended, or somebody was not told.
    await Promise.race([told, pause(longestMs, undefined, { ref: false })]);
    return accountOf(world, await atRest(world), usual);
  } catch (error) {
    throw new Error(`after ${world.runs.length} starts\n${world.output()}`, { cause: error });
  } finally {
    await world.close();
  }
}
