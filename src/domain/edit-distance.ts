// How many typing slips are between two texts.

/** Longest text that is compared quickly. */
export const WORD = 32;
const PLAIN = 128;

/**
 * Insertions, deletions, substitutions and swaps of neighbours between a text and others (optimal string alignment).
 * Counted in UTF-16 units. A text of up to 32 takes one step for each unit of the other.
 * @returns a function of the other text
 */
export const distanceFrom = (text: string): ((other: string) => number) =>
  text.length === 0
    ? (other) => other.length
    : text.length <= WORD
      ? distanceByBits(text)
      : distanceByTable(text);

/**
 * A column of the table at a time, its differences as bits of a word: H. Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", Nordic Journal of Computing 10 (2003).
 */
function distanceByBits(text: string): (other: string) => number {
  const places = new Int32Array(PLAIN);
  const strangers = new Map<number, number>();
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < PLAIN) places[unit] = (places[unit] ?? 0) | (1 << at);
    else strangers.set(unit, (strangers.get(unit) ?? 0) | (1 << at));
  }
  const last = 1 << (text.length - 1);
  return (other) => {
    let distance = text.length;
    let [higher, lower, diagonal, before] = [-1, 0, 0, 0];
    for (let at = 0; at < other.length; at++) {
      const unit = other.charCodeAt(at);
      const here = (unit < PLAIN ? places[unit] : strangers.get(unit)) ?? 0;
      const swapped = ((~diagonal & here) << 1) & before;
      diagonal = ((((here & higher) + higher) | 0) ^ higher) | here | lower | swapped;
      let right = lower | ~(diagonal | higher);
      let left = diagonal & higher;
      if ((right & last) !== 0) distance++;
      if ((left & last) !== 0) distance--;
      right = (right << 1) | 1;
      left <<= 1;
      higher = left | ~(diagonal | right);
      lower = right & diagonal;
      before = here;
    }
    return distance;
  };
}

/** The same by the whole table, for texts that are too long for a word: as many steps as both lengths multiplied. */
export function distanceByTable(text: string): (other: string) => number {
  const width = text.length + 1;
  let [beforeLast, last, row] = [new Uint16Array(width), new Uint16Array(width), new Uint16Array(width)];
  return (other) => {
    for (let j = 0; j < width; j++) last[j] = j;
    for (let i = 1; i <= other.length; i++) {
      const [unit, unitBefore] = [other.charCodeAt(i - 1), other.charCodeAt(i - 2)];
      row[0] = i;
      for (let j = 1; j < width; j++) {
        const own = text.charCodeAt(j - 1);
        let least = (last[j - 1] ?? 0) + (own === unit ? 0 : 1);
        least = Math.min(least, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
        if (i > 1 && j > 1 && own === unitBefore && text.charCodeAt(j - 2) === unit)
          least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
        row[j] = least;
      }
      [beforeLast, last, row] = [last, row, beforeLast];
    }
    return last[width - 1] ?? 0;
  };
}
