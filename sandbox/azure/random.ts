// Repeatable randomness whose state lives in the world, so that a saved world goes on as it would have.
import type { World } from './world.ts';

/** The next number in 0 ≤ n < 2³² (mulberry32). Moves `world.randomState` on. */
export const draw = (world: Pick<World, 'randomState'>): number => {
  world.randomState = (world.randomState + 0x6d2b79f5) | 0;
  let mixed = Math.imul(world.randomState ^ (world.randomState >>> 15), 1 | world.randomState);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 0;
};

/** `digits` random hexadecimal digits, in eights. */
export const drawHex = (world: Pick<World, 'randomState'>, digits: number): string =>
  Array.from({ length: digits / 8 }, () => draw(world).toString(16).padStart(8, '0')).join('');
