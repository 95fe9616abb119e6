// Finds the few among many rules that may be about an address: nearly all of JIT's are about one machine's alone.
import type { Pattern } from './pattern.ts';

/**
 * @param destinationsOf the addresses that a thing is about, or may be
 * @returns the things that may be about one of some addresses, in the order they came in; of those about ranges, all
 */
export function byAddress<Thing>(
  things: readonly Thing[],
  destinationsOf: (thing: Thing) => Pattern,
): (addresses: readonly number[]) => readonly Thing[] {
  const wide: number[] = [];
  const narrow = new Map<number, number[]>();
  for (const [position, thing] of things.entries()) {
    const { sure, doubtful } = destinationsOf(thing);
    if (doubtful.length > 0 || sure.some(({ first, last }) => first !== last)) wide.push(position);
    else
      for (const { first } of sure) {
        const there = narrow.get(first);
        if (there === undefined) narrow.set(first, [position]);
        else there.push(position);
      }
  }

  return (addresses) => {
    const positions = new Set([...wide, ...addresses.flatMap((address) => narrow.get(address) ?? [])]);
    return [...positions]
      .sort((one, other) => one - other)
      .flatMap((position) => {
        const thing = things[position];
        return thing === undefined ? [] : [thing];
      });
  };
}
