// A cheap first guess at which texts are alike, for picking the few that are worth a close look.

const WORDS = 2;
const BITS = 32 * WORDS;

/** The characters and pairs of neighbours of texts, hashed into 64 bits each. */
export interface Marks {
  /** Two words for each text. */
  readonly words: Int32Array;
  /** How many bits are set in those of each text. */
  readonly sizes: Uint8Array;
}

export const marksOf = (texts: readonly string[]): Marks => {
  const words = new Int32Array(texts.length * WORDS);
  texts.forEach((text, i) => {
    markAll(text, words, i * WORDS);
  });
  const sizes = Uint8Array.from(texts, (_, i) => bitsIn(words[i * WORDS] ?? 0, words[i * WORDS + 1] ?? 0));
  return { words, sizes };
};

const markAll = (text: string, into: Int32Array, offset: number): void => {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    mark(unit, into, offset);
    if (i > 0) mark(before * 31 + unit * 17 + 7, into, offset);
    before = unit;
  }
};

const SHIFT = 32 - Math.log2(BITS);

const mark = (value: number, into: Int32Array, offset: number): void => {
  const bit = Math.imul(value, 0x9e3779b1) >>> SHIFT;
  const word = offset + (bit >>> 5);
  into[word] = (into[word] ?? 0) | (1 << (bit & 31));
};

/** How many bits are set. Each step is cut to 32 bits: beyond those the engine would reckon with floating point. */
const bitsIn = (low: number, high: number): number => {
  const lowPairs = (low - ((low >>> 1) & 0x55555555)) | 0;
  const highPairs = (high - ((high >>> 1) & 0x55555555)) | 0;
  const lowFours = ((lowPairs & 0x33333333) + ((lowPairs >>> 2) & 0x33333333)) | 0;
  const highFours = ((highPairs & 0x33333333) + ((highPairs >>> 2) & 0x33333333)) | 0;
  const fours = (lowFours + highFours) | 0;
  const bytes = ((fours & 0x0f0f0f0f) + ((fours >>> 4) & 0x0f0f0f0f)) | 0;
  return Math.imul(bytes, 0x01010101) >>> 24;
};

// What was typed and the name lacks speaks louder against it than what the name has besides: people leave out
// more than they make up.
const PER_LACKING = 3;

/**
 * Of texts in several lists, the `count` most like one text; the earlier ones among equals. Linear in the number of texts,
 * some ten nanoseconds each.
 * @param lists the marks of each list's texts
 * @param found is told of each: which list, and the position in it
 */
export const mostAlike = (
  lists: readonly Marks[],
  text: string,
  count: number,
  found: (list: number, position: number) => void,
): void => {
  const { words: asked, sizes } = marksOf([text]);
  const [low = 0, high = 0] = asked;
  const [size = 0] = sizes;
  const tally = new Uint32Array(BITS * PER_LACKING + 1);
  const differences = new Uint8Array(lists.reduce((sum, each) => sum + each.sizes.length, 0));
  let next = 0;
  for (const { words, sizes: own } of lists)
    for (let position = 0; position < own.length; position++) {
      const at = position * WORDS;
      const shared = bitsIn(low & (words[at] ?? 0), high & (words[at + 1] ?? 0));
      const difference = PER_LACKING * (size - shared) + (own[position] ?? 0) - shared;
      differences[next++] = difference;
      tally[difference] = (tally[difference] ?? 0) + 1;
    }

  let limit = 0;
  let below = 0;
  while (below + (tally[limit] ?? 0) < count && limit < tally.length - 1) below += tally[limit++] ?? 0;

  let roomAtLimit = count - below;
  next = 0;
  lists.forEach(({ sizes: own }, list) => {
    for (let position = 0; position < own.length; position++) {
      const difference = differences[next++] ?? 0;
      if (difference < limit || (difference === limit && roomAtLimit-- > 0)) found(list, position);
    }
  });
};
