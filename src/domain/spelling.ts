// How close two machine names are, as a person would see it.
import { distanceFrom } from './edit-distance.ts';

/** No Azure name is longer; more of what somebody typed cannot bring it nearer to one. */
const LONGEST = 64;

/**
 * What is left of a name when case, the kind of separator and leading zeros are forgotten:
 * `WEB_01`, `web-1` and `web1` are all `web-1`.
 */
export const plainSpelling = (name: string): string => {
  const words =
    name
      .slice(0, LONGEST)
      .toLowerCase()
      .match(/\d+|[^\d\s._-]+/g) ?? [];
  return words.map((word) => word.replace(/^0+(?=\d)/, '')).join('-');
};

// A name that holds what was typed is nearer than one typing slip, and the nearer the cleaner it is cut out:
// `sql` means prod-sql-1 rather than mysql-1.
const WHOLE_WORDS_FIRST = 0.3;
const WHOLE_WORDS = 0.5;
const BEGINNING = 0.7;
const INSIDE = 0.9;
/** Small enough that it only orders names that are otherwise equally near. */
const PER_CHARACTER_OF_LENGTH = 0.001;

const containment = (typed: string, name: string): number => {
  if (!name.includes(typed)) return Number.POSITIVE_INFINITY;
  const start = `-${name}-`.indexOf(`-${typed}-`);
  if (start === 0) return WHOLE_WORDS_FIRST;
  if (start > 0) return WHOLE_WORDS;
  return name.startsWith(typed) ? BEGINNING : INSIDE;
};

/**
 * How far a plain spelling is from others: 0 for the same, about 1 for a typing slip. Only for comparing.
 * @returns a function of the other one, for as many of them as there are
 */
export const remotenessFrom = (typed: string): ((name: string) => number) => {
  const distance = distanceFrom(typed);
  return (name) => {
    if (typed === name) return 0;
    const length = PER_CHARACTER_OF_LENGTH * Math.abs(name.length - typed.length);
    const held = typed === '' ? Number.POSITIVE_INFINITY : containment(typed, name);
    return length + (held < 1 ? held : distance(name));
  };
};
