// How many typing slips are between two texts.

/** Longest text that is compared with one step for each unit of the other. */
export const WORD = 32;
const PLAIN = 128;

/**
 * Insertions, deletions, substitutions and swaps of neighbours between a text and others (optimal string alignment).
 * Counted in UTF-16 units. A text of up to 32 takes one step for each unit of the other, one of up to 64 takes two.
 * @returns a function of the other text
 */
export const distanceFrom = (text: string): ((other: string) => number) =>
  text.length === 0
    ? (other) => other.length
    : text.length <= WORD
      ? distanceByBits(text)
      : distanceByWords(text);

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

/** The same for texts that are too long for a word: by several, each of which hands what comes out of its last bit to the next. */
function distanceByWords(text: string): (other: string) => number {
  const words = Math.ceil(text.length / WORD);
  // One row of words for each unit there is: first comes that of all others.
  const rows = new Map([...new Set(text.split(''))].map((unit, at) => [unit.charCodeAt(0), at + 1]));
  const places = new Int32Array((Math.max(0, ...rows.values()) + 1) * words);
  for (let at = 0; at < text.length; at++) {
    const place = (rows.get(text.charCodeAt(at)) ?? 0) * words + (at >>> 5);
    places[place] = (places[place] ?? 0) | (1 << (at & 31));
  }
  const plain = new Int32Array(PLAIN);
  for (const [unit, row] of rows) if (unit < PLAIN) plain[unit] = row;
  const last = 1 << ((text.length - 1) & 31);
  const higher = new Int32Array(words);
  const lower = new Int32Array(words);
  const diagonal = new Int32Array(words);
  return (other) => {
    higher.fill(-1);
    lower.fill(0);
    diagonal.fill(0);
    let distance = text.length;
    let before = 0;
    for (let at = 0; at < other.length; at++) {
      const unit = other.charCodeAt(at);
      const here = ((unit < PLAIN ? plain[unit] : rows.get(unit)) ?? 0) * words;
      // Above the first row each column is one further than the one before it, and nothing is swapped.
      let rightIn = 1;
      let leftIn = 0;
      let swapIn = 0;
      for (let word = 0; word < words; word++) {
        const is = places[here + word] ?? 0;
        const high = higher[word] ?? 0;
        const low = lower[word] ?? 0;
        const swap = ~(diagonal[word] ?? 0) & is;
        const swapped = ((swap << 1) | swapIn) & (places[before + word] ?? 0);
        const alike = is | leftIn;
        const along = ((((alike & high) + high) | 0) ^ high) | alike | low | swapped;
        const right = low | ~(along | high);
        const left = along & high;
        if (word === words - 1) {
          if ((right & last) !== 0) distance++;
          if ((left & last) !== 0) distance--;
        }
        const rightHere = (right << 1) | rightIn;
        const leftHere = (left << 1) | leftIn;
        higher[word] = leftHere | ~(along | rightHere);
        lower[word] = rightHere & along;
        diagonal[word] = along;
        rightIn = right >>> 31;
        leftIn = left >>> 31;
        swapIn = swap >>> 31;
      }
      before = here;
    }
    return distance;
  };
}

/** The same by the whole table: the plain definition, with as many steps as both lengths multiplied. */
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
