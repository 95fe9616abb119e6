// How close two machine names are, as a person would see it.

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

/**
 * Insertions, deletions, substitutions and swaps of neighbours between two texts (optimal string alignment).
 * Counted in UTF-16 units.
 */
export const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      const plain = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      row.push(swapped ? Math.min(plain, at(beforeLast, j - 2) + 1) : plain);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
};

const at = (row: readonly number[], index: number): number => row[index] ?? 0;

// A name that holds what was typed is nearer than one typing slip, and the nearer the cleaner it is cut out:
// `sql` means prod-sql-1 rather than mysql-1.
const WHOLE_WORDS_FIRST = 0.3;
const WHOLE_WORDS = 0.5;
const BEGINNING = 0.7;
const INSIDE = 0.9;
/** Small enough that it only orders names that are otherwise equally near. */
const PER_CHARACTER_OF_LENGTH = 0.001;

const containment = (typed: string, name: string): number => {
  const start = `-${name}-`.indexOf(`-${typed}-`);
  if (start === 0) return WHOLE_WORDS_FIRST;
  if (start > 0) return WHOLE_WORDS;
  if (name.startsWith(typed)) return BEGINNING;
  return name.includes(typed) ? INSIDE : Number.POSITIVE_INFINITY;
};

/** How far apart two plain spellings are: 0 for the same, about 1 for a typing slip. Only for comparing. */
export const remoteness = (typed: string, name: string): number => {
  if (typed === name) return 0;
  const length = PER_CHARACTER_OF_LENGTH * Math.abs(name.length - typed.length);
  const held = typed === '' ? Number.POSITIVE_INFINITY : containment(typed, name);
  return length + (held < 1 ? held : editDistance(typed, name));
};
