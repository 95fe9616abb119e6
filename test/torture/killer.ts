// Kills the bot at instants of chance, over and over: while it starts, at any moment of its work, and at its calls.
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import type { Happening } from './happening.ts';
import type { DoomedWorld } from './world.ts';

export interface Spread {
  /** How long a start takes about, in milliseconds: instants while starting are spread over so much. */
  readonly startMs: number;
  /** How long after it is ready it is killed at the latest. */
  readonly workMs: number;
}

/** Kills and starts it again until told to stop; leaves it alive. @returns how often it killed */
export async function killOn(
  world: DoomedWorld,
  chance: Chance,
  spread: Spread,
  goOn: () => boolean,
): Promise<number> {
  let kills = 0;
  while (goOn()) {
    kills += 1;
    const way = chance.next();
    if (way < 0.3) {
      await pause(chance.next() * spread.startMs);
      await world.kill('starting');
    } else {
      await world.ready();
      if (way < 0.65) {
        // Right after a start there is most to do: half of the instants lie there.
        await pause(chance.next() ** 2 * spread.workMs);
        await world.kill('at a random moment');
      } else await atCall(world, chance, spread);
    }
    world.start();
  }
  await world.ready();
  return kills;
}

async function atCall(world: DoomedWorld, chance: Chance, { workMs }: Spread): Promise<void> {
  let left = chance.between(1, 12);
  const moment = chance.pick(['before', 'after'] as const);
  const caught = world.snare({
    matches: (happening) => happening.moment === moment && isWorth(happening) && --left <= 0,
    arrives: chance.next() < 0.5,
    phase: `${moment} a call`,
  });
  const idle = pause(workMs).then(() => undefined);
  if ((await Promise.race([caught, idle])) !== undefined) return;
  world.unsnare();
  await world.kill('at a random moment');
}

/** Looking for jobs is most of what goes by on a server, and nothing can be lost there. */
const isWorth = ({ place, what }: Happening): boolean =>
  place !== 'database' || /jit\.|initiate|told|COMMIT/.test(what);
