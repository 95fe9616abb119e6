// "Did you mean …?" for names that are not there.
import { distanceFrom } from '../domain/edit-distance.ts';

const mostShown = 10;
const longestTyped = 64;
// A file may name thousands; looking through them all for each slip would hold the bot up.
const mostSearched = 1_000;

/** The name that `typed` is most likely a slip of; `undefined`: none is near. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const wanted = typed.slice(0, longestTyped).toLowerCase();
  const distance = distanceFrom(wanted);
  const slips = (name: string): number => Math.max(1, Math.floor(name.length / 3));
  const [best] = names
    .slice(0, mostSearched)
    .filter((name) => Math.abs(name.length - wanted.length) <= slips(name))
    .map((name) => ({ name, distance: distance(name.toLowerCase()) }))
    .filter(({ name, distance }) => distance <= slips(name))
    .sort((a, b) => a.distance - b.distance);
  return best?.name;
}

/** What to write instead of a name that is not there: the nearest one, or all there are. */
export function instead(typed: string, names: readonly string[]): string {
  const near = nearest(typed, names);
  if (near !== undefined) return `did you mean “${near}”?`;
  if (names.length === 0) return 'there are none in this file.';
  const shown = names.slice(0, mostShown).map((name) => `“${name}”`);
  const more = names.length - shown.length;
  return `there ${names.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
